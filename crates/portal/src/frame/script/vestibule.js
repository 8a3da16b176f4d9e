// What makes pages quicker. Nothing here makes anything possible that the page could not do without it.
const start = () => {
  document.documentElement.classList.add('scripted');
};
start();

// What makes pages quicker. Nothing here makes anything possible.
const all = (what, within = document) => [...within.querySelectorAll(what)];
const one = (what, within = document) => within.querySelector(what);
const read = async (answer) => new DOMParser().parseFromString(await answer.text(), 'text/html');

// Said once, politely; what can be undone stays for eight seconds.
const said = document.createElement('div');
said.className = 'toasts';
said.role = 'status';
document.body.append(said);
let passing;
const pass = (wait = 8000) => {
  clearTimeout(passing);
  passing = setTimeout(() => (said.matches(':hover, :focus-within') ? pass(2000) : said.replaceChildren()), wait);
};
const tell = (page) => {
  const notice = one('main .notice[role=status]', page);
  if (!notice) return;
  notice.role = null;
  said.replaceChildren(notice);
  pass();
};

// Forms that are sent in place: the answer's part takes the place of the page's own.
const send = (form, button) =>
  fetch(button?.hasAttribute('formaction') ? button.formAction : form.getAttribute('action') || location.href, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form, button)),
  });
const plainly = (form, button) => {
  form.dataset.plain = '';
  form.requestSubmit(button);
};
const put = (what, page) => {
  const [old, fresh] = [one(what), one(what, page)];
  if (!old || !fresh) return false;
  const held = old.contains(document.activeElement) && document.activeElement;
  const names = held && [held.id, held.closest('[popover]')?.id, held.name && `[name="${held.name}"][value="${held.value}"]`];
  old.replaceWith(fresh);
  if (names) {
    const [id, menu, named] = names;
    const again =
      (id && document.getElementById(id)) ||
      (menu && one(`[popovertarget="${menu}"]`)) ||
      (named && one(named, fresh)) ||
      one('[data-key=t], button, a', fresh);
    again?.focus({ preventScroll: true });
  }
  return true;
};
const swap = async (form, button) => {
  try {
    const answer = await send(form, button);
    const page = await read(answer);
    if (!(answer.ok || answer.status === 422) || !put(form.dataset.swap, page)) return plainly(form, button);
    if (answer.ok) tell(page);
  } catch {
    plainly(form, button);
  }
};

// Files go up with a bar and a way to stop; they can be dropped.
const up = (form, going) => {
  const [bar, stop] = going.children;
  const ask = new XMLHttpRequest();
  going.hidden = false;
  stop.onclick = () => ask.abort((going.hidden = true));
  ask.upload.onprogress = ({ loaded, total }) => (bar.value = loaded / total);
  ask.onerror = () => plainly(form);
  ask.onload = () => (put(ask.status < 300 ? '#files' : '.upload', ask.response) ? tell(ask.response) : location.assign(ask.responseURL));
  ask.open('POST', form.action);
  ask.responseType = 'document';
  ask.send(new FormData(form));
};
for (const name of ['dragover', 'drop'])
  addEventListener(name, (event) => {
    const field = event.target.closest?.('#files')?.querySelector('[type=file]');
    if (!field || event.preventDefault() || name !== 'drop') return;
    field.files = event.dataTransfer.files;
    field.form.requestSubmit();
  });

// The share dialog comes over the page.
const open = async (answer) => {
  const fresh = one('dialog.share', await read(answer));
  if (!fresh) return false;
  const old = one('dialog.share');
  fresh.removeAttribute('open');
  const from = document.activeElement;
  if (old) {
    const field = from?.id;
    old.replaceChildren(...fresh.childNodes);
    if (field) document.getElementById(field)?.focus();
    return true;
  }
  fresh.addEventListener('close', () => {
    fresh.remove();
    from?.focus();
  });
  document.body.append(fresh);
  fresh.showModal();
  one('input:not([type=hidden]), textarea', fresh)?.focus();
  return true;
};

addEventListener('submit', async (event) => {
  const [form, button] = [event.target, event.submitter];
  if (form.method !== 'post' || 'plain' in form.dataset) return;
  const going = one('.going', form);
  if (going) {
    event.preventDefault();
    if (going.hidden) up(form, going);
  } else if (form.dataset.swap) {
    event.preventDefault();
    swap(form, button);
  } else if (button?.name === 'do' && (button.value === 'preview' || (form.id === 'picks' && button.value === 'share'))) {
    event.preventDefault();
    try {
      if (await open(await send(form, button))) return;
    } catch {}
    plainly(form, button);
  }
});

addEventListener('click', async (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.('a');
  const dialog = link?.closest('dialog.share:modal');
  if (dialog && link.matches('.share-head > a, .share-foot > a')) {
    event.preventDefault();
    dialog.close();
  } else if (link?.matches('[data-dialog]')) {
    event.preventDefault();
    link.closest('[popover]')?.hidePopover();
    try {
      if (await open(await fetch(link.href))) return;
    } catch {}
    location.assign(link.href);
  }
});

// A range of picks, with the shift key.
let last;
addEventListener('click', (event) => {
  const box = event.target;
  if (!box.matches?.('input[form=picks]')) return;
  const boxes = all('input[form=picks]');
  if (event.shiftKey && last?.isConnected) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
  }
  last = box;
});

// Keys: extra, off in fields, and can be switched off.
const off = () => localStorage.keys === 'off';
const show = () => {
  for (const button of all('[data-keys]')) button.ariaPressed = !off();
};
addEventListener('click', (event) => {
  if (!event.target.closest?.('[data-keys]')) return;
  localStorage.keys = off() ? 'on' : 'off';
  show();
});
show();

const row = () => one('[data-row].at');
const move = (by) => {
  const rows = all('[data-row]');
  const to = rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(row()) + by))];
  row()?.classList.remove('at');
  to?.classList.add('at');
  one('th a, a', to)?.focus();
  to?.scrollIntoView({ block: 'nearest' });
};
const press = (key) => one(`[data-key="${key}"]`, row() ?? one('main .head') ?? document);
const within = (menu) => all('li a, li button:not(.icon-btn, :disabled)', menu);

addEventListener('focusin', (event) => {
  const here = event.target.closest?.('[data-row]');
  if (!here || here === row()) return;
  row()?.classList.remove('at');
  here.classList.add('at');
});

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, target } = event;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  const menu = target.closest?.('[popover]') ?? (target.popoverTargetElement?.matches(':popover-open') && target.popoverTargetElement);
  if (step && menu && !target.matches('input, select, textarea')) {
    const items = within(menu);
    items[(items.indexOf(target) + step + items.length) % items.length]?.focus();
    return event.preventDefault();
  }
  if (off() || target.matches?.('input:not([type=checkbox]), select, textarea, [contenteditable]') || one('dialog:modal, [popover]:popover-open')) return;
  const found = { s: press('s'), e: press('e') }[key];
  if (key === 'j' || key === 'k') move(key === 'j' ? 1 : -1);
  else if (key === 'x') one('input[form=picks]', row() ?? document.createElement('i'))?.click();
  else if (key === 't' || key === '.') {
    const button = press(key);
    button?.click();
    const opened = button?.popoverTargetElement;
    if (opened) (one('[aria-current]', opened) ?? within(opened)[0])?.focus();
  } else if (key === '/') one('[data-key="/"]')?.focus();
  else if (key === '?') one('.keys')?.scrollIntoView({ block: 'center' });
  else if (found) found.click();
  else return;
  event.preventDefault();
});

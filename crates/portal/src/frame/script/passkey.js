// Passkeys: the server's challenge goes to the device, its answer back.
const send = async (address, body, csrf) => {
  const headers = { 'content-type': 'application/json' };
  if (csrf) headers['x-csrf-token'] = csrf;
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw answer;
  return answer.json();
};
// A refusal is said at its place.
const attempt = async (place, work) => {
  const line = place.querySelector('[data-refused]') ?? {};
  line.textContent = '';
  try {
    await work();
  } catch {
    line.textContent = line.dataset?.refused;
  }
};
// Browsers bind passkeys to a name, never to a number.
const named = !/^[\d.:[\]]+$/.test(location.hostname);
const key = named && self.PublicKeyCredential;
const each = (what) => (key?.parseRequestOptionsFromJSON ? document.querySelectorAll(what) : []);

for (const place of each('[data-passkey]')) {
  place.hidden = false;
  place.querySelector('button').onclick = () =>
    attempt(place, async () => {
      const { ceremony, options } = await send(place.dataset.passkey, {});
      const publicKey = key.parseRequestOptionsFromJSON(options.publicKey);
      const credential = (await navigator.credentials.get({ publicKey })).toJSON();
      const { target } = await send(`${place.dataset.passkey}/confirm`, { ceremony, credential });
      location.assign(place.dataset.next || target);
    });
}

for (const form of each('[data-passkey-make]')) {
  form.hidden = false;
  form.onsubmit = (event) => {
    event.preventDefault();
    const csrf = form.elements.csrf.value;
    attempt(form, async () => {
      const { ceremony, options } = await send(form.dataset.passkeyMake, {}, csrf);
      const publicKey = key.parseCreationOptionsFromJSON(options.publicKey);
      const credential = (await navigator.credentials.create({ publicKey })).toJSON();
      const name = form.elements.name.value;
      await send(`${form.dataset.passkeyMake}/confirm`, { ceremony, credential, name }, csrf);
      location.reload();
    });
  };
}

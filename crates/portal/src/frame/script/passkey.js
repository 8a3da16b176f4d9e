// Passkeys: asks the server for a challenge, the device for its answer, and sends that back.
const send = async (address, body, csrf) => {
  const headers = { 'content-type': 'application/json' };
  if (csrf) headers['x-csrf-token'] = csrf;
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};
const told = (place, failed) => {
  const line = place.querySelector('[data-refused]');
  if (line) line.textContent = failed ? line.dataset.refused : '';
};
// Browsers bind passkeys to a name, never to a number.
const named = !/^[\d.:[\]]+$/.test(location.hostname);
const able = named && 'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

for (const place of able ? document.querySelectorAll('[data-passkey]') : []) {
  place.hidden = false;
  place.querySelector('button').addEventListener('click', async () => {
    told(place, false);
    try {
      const { ceremony, options } = await send(place.dataset.passkey, {});
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey);
      const credential = (await navigator.credentials.get({ publicKey })).toJSON();
      const { target } = await send(`${place.dataset.passkey}/confirm`, { ceremony, credential });
      location.assign(place.dataset.next || target);
    } catch {
      told(place, true);
    }
  });
}

for (const form of able ? document.querySelectorAll('[data-passkey-make]') : []) {
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    told(form, false);
    const csrf = form.elements.csrf.value;
    try {
      const { ceremony, options } = await send(form.dataset.passkeyMake, {}, csrf);
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey);
      const credential = (await navigator.credentials.create({ publicKey })).toJSON();
      const name = form.elements.name.value;
      await send(`${form.dataset.passkeyMake}/confirm`, { ceremony, credential, name }, csrf);
      location.reload();
    } catch {
      told(form, true);
    }
  });
}

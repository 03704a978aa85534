// Passkeys need the browser's own dialogue, so this is the one thing about accounts that needs a script. The forms it
// serves are hidden without it; everything else of the page works.
const decode = (kind, json) => kind === 'create'
  ? PublicKeyCredential.parseCreationOptionsFromJSON(json)
  : PublicKeyCredential.parseRequestOptionsFromJSON(json);

const ask = async (form) => {
  const kind = form.dataset.passkey;
  const answer = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok) throw new Error(answer.status);
  const publicKey = decode(kind, await answer.json());
  const credential = kind === 'create'
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey });
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
};

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.parentElement.querySelector('[data-passkey-absent]')?.setAttribute('hidden', '');
    const failure = form.querySelector('[data-passkey-failure]');
    const button = form.querySelector('button');
    form.addEventListener('submit', (event) => {
      // The site's own script would call it sent for good; here a cancelled dialogue may be followed by another try.
      event.preventDefault();
      event.stopPropagation();
      failure.hidden = true;
      button.disabled = true;
      ask(form).catch(() => { failure.hidden = false; }).finally(() => { button.disabled = false; });
    });
  }
}

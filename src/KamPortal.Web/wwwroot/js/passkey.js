// Passkeys: fetches what the browser needs, asks it for a key, and sends the answer with the form.
const able = typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === 'function';

const ask = async (kind, token) => {
  const answer = await fetch(`/account/passkeys/${kind}-options`, { method: 'POST', headers: { RequestVerificationToken: token } });
  if (!answer.ok) throw new Error(`The portal answered ${answer.status}.`);
  const options = await answer.json();
  return kind === 'creation'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
};

for (const form of document.querySelectorAll('form[data-passkey]')) {
  form.hidden = !able;
  form.addEventListener('submit', async e => {
    e.preventDefault();
    const problem = form.querySelector('[data-passkey-problem]');
    problem.hidden = true;
    try {
      const credential = await ask(form.dataset.passkey, form.elements.__RequestVerificationToken.value);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
}

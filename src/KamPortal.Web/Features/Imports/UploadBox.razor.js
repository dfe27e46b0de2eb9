// Sends a file past the circuit, with progress; the answer is the import's number or a sentence.
export function attach(box, page, url, token) {
  const input = box.querySelector('input[type=file]');
  let request = null;
  const send = file => {
    if (!file || request) return;
    request = new XMLHttpRequest();
    const query = new URLSearchParams({ fileName: file.name });
    const kind = box.dataset.kind;
    if (kind) query.set('kind', kind);
    request.open('POST', `${url}?${query}`);
    request.setRequestHeader('RequestVerificationToken', token);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    let told = 0;
    request.upload.onprogress = e => {
      const now = Date.now();
      if (e.lengthComputable && now - told > 200) { told = now; page.invokeMethodAsync('Sent', e.loaded, e.total); }
    };
    const end = (number, error) => { request = null; input.value = ''; page.invokeMethodAsync('Ended', number, error); };
    request.onload = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* An answer of someone between us and the server. */ }
      end(answer.number ?? null, answer.error ?? null);
    };
    request.onerror = () => end(null, null);
    page.invokeMethodAsync('Sent', 0, file.size);
    request.send(file);
  };
  const hover = on => e => { e.preventDefault(); box.toggleAttribute('data-over', on); };
  input.addEventListener('change', () => send(input.files[0]));
  send(input.files[0]); // Chosen before this module was here.
  box.addEventListener('dragover', hover(true));
  box.addEventListener('dragleave', hover(false));
  box.addEventListener('drop', e => { hover(false)(e); send(e.dataTransfer.files[0]); });
  return { cancel: () => { const r = request; request = null; r?.abort(); }, dispose: () => request?.abort() };
}

// Shows the line, and gets the page back by itself wherever that is possible.
const line = document.getElementById('components-reconnect-modal');
const whenSeen = () => { if (document.visibilityState === 'visible') retry(); };

line.addEventListener('components-reconnect-state-changed', ({ detail }) => {
  if (detail.state === 'hide') { line.removeAttribute('data-on'); return; }
  if (detail.state === 'rejected') { location.reload(); return; }
  line.setAttribute('data-on', '');
  if (detail.state === 'failed') {
    document.addEventListener('visibilitychange', whenSeen);
    setTimeout(retry, 5000);
  }
});
document.getElementById('components-reconnect-button').addEventListener('click', retry);
document.getElementById('components-resume-button').addEventListener('click', resume);

async function retry() {
  document.removeEventListener('visibilitychange', whenSeen);
  try {
    // false: the server answered but knows the circuit no more (it was restarted); true: we are back.
    if (await Blazor.reconnect()) return;
    if (await Blazor.resumeCircuit()) line.removeAttribute('data-on');
    else location.reload();
  } catch {
    document.addEventListener('visibilitychange', whenSeen);
    setTimeout(retry, 5000);
  }
}

async function resume() {
  try {
    if (!await Blazor.resumeCircuit()) location.reload();
  } catch {
    line.classList.replace('components-reconnect-paused', 'components-reconnect-resume-failed');
  }
}

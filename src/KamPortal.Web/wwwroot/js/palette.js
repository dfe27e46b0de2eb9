// Ctrl+K: accounts, people, pages and commands. Asks the server after a pause in typing; an answer to an earlier question is dropped.
(() => {
  const most = 8;
  let timer, asked = 0, at = 0, dialog, input, list;
  const store = () => `kp-recent-${dialog.dataset.user}`;
  const recent = () => { try { return JSON.parse(localStorage.getItem(store())) ?? []; } catch { return []; } };
  const remember = hit => {
    try { localStorage.setItem(store(), JSON.stringify([hit, ...recent().filter(r => r.href !== hit.href)].slice(0, most))); } catch { /* Private windows keep nothing. */ }
  };
  const options = () => [...list.querySelectorAll('[role=option]')];
  const mark = to => {
    const all = options();
    at = all.length ? (to + all.length) % all.length : 0;
    all.forEach((o, i) => o.setAttribute('aria-selected', String(i === at)));
    if (all[at]) { input.setAttribute('aria-activedescendant', all[at].id); all[at].scrollIntoView({ block: 'nearest' }); }
    else input.removeAttribute('aria-activedescendant');
  };
  const show = groups => {
    list.replaceChildren();
    let n = 0;
    for (const group of groups) {
      const box = document.createElement('div');
      box.setAttribute('role', 'group');
      const head = box.appendChild(document.createElement('h3'));
      head.id = `kp-group-${n}`;
      head.textContent = group.title;
      head.setAttribute('role', 'presentation');
      box.setAttribute('aria-labelledby', head.id);
      for (const hit of group.hits) {
        const option = box.appendChild(document.createElement('a'));
        option.id = `kp-hit-${n++}`;
        option.href = hit.href;
        option.tabIndex = -1;
        option.setAttribute('role', 'option');
        option.appendChild(document.createElement('span')).textContent = hit.title;
        if (hit.detail) { const d = option.appendChild(document.createElement('span')); d.className = 'sub'; d.textContent = hit.detail; }
        option.hit = { title: hit.title, detail: hit.detail, href: hit.href };
      }
      list.append(box);
    }
    if (!n) { const none = list.appendChild(document.createElement('p')); none.className = 'sub'; none.textContent = dialog.dataset.none; none.setAttribute('role', 'presentation'); }
    dialog.querySelector('[role=status]').textContent = n ? dialog.dataset.count.replace('#', n) : dialog.dataset.none;
    mark(0);
  };
  // What one opened lately comes first among the hits of its kind.
  const lately = groups => {
    const known = recent().map(r => r.href);
    const place = h => { const i = known.indexOf(h.href); return i < 0 ? known.length : i; };
    return groups.map(g => ({ ...g, hits: [...g.hits].sort((a, b) => place(a) - place(b)) }));
  };
  const ask = async () => {
    const mine = ++asked, sought = input.value.trim();
    try {
      const answer = await fetch(`${dialog.dataset.address}?q=${encodeURIComponent(sought)}`, { headers: { Accept: 'application/json' } });
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
      const groups = await answer.json();
      if (mine !== asked) return;
      const seen = recent();
      show(sought ? lately(groups) : [...(seen.length ? [{ title: dialog.dataset.recent, hits: seen }] : []), ...groups]);
    } catch {
      if (mine === asked) { list.replaceChildren(); const p = list.appendChild(document.createElement('p')); p.className = 'sub'; p.textContent = dialog.dataset.failed; p.setAttribute('role', 'presentation'); }
    }
  };
  const follow = (option, newTab) => {
    remember(option.hit);
    dialog.close();
    if (newTab) window.open(option.href, '_blank', 'noopener');
    else (window.Blazor?.navigateTo ?? (to => location.assign(to)))(option.getAttribute('href'));
  };
  const bind = () => {
    input = dialog.querySelector('input');
    list = dialog.querySelector('#kp-hits');
    if (dialog.bound) return;
    dialog.bound = true;
    input.addEventListener('input', e => { clearTimeout(timer); if (!e.isComposing) timer = setTimeout(ask, 90); });
    input.addEventListener('compositionend', () => { clearTimeout(timer); timer = setTimeout(ask, 90); });
    dialog.addEventListener('keydown', e => {
      if (e.isComposing || e.keyCode === 229) return;
      if (e.key === 'ArrowDown' || e.key === 'ArrowUp') { e.preventDefault(); mark(at + (e.key === 'ArrowDown' ? 1 : -1)); }
      else if (e.key === 'Enter') { e.preventDefault(); const o = options()[at]; if (o) follow(o, e.ctrlKey || e.metaKey); }
      e.stopPropagation();
    });
    dialog.addEventListener('click', e => {
      const option = e.target.closest('[role=option]');
      if (option) { e.preventDefault(); follow(option, e.ctrlKey || e.metaKey); }
      else if (e.target === dialog) dialog.close();
    });
  };
  window.kpPalette = () => {
    dialog = document.getElementById('kp-palette');
    if (!dialog) return false;
    bind();
    if (dialog.open) { input.select(); return true; }
    input.value = '';
    dialog.showModal();
    ask();
    return true;
  };
  document.addEventListener('click', e => { if (e.target.closest('[data-palette]')) { e.preventDefault(); window.kpPalette(); } });
  // The next person at this machine sees nothing of what this one opened.
  document.addEventListener('submit', e => {
    if (new URL(e.target.action, location.href).pathname !== '/account/sign-out') return;
    try { Object.keys(localStorage).filter(k => k.startsWith('kp-recent-')).forEach(k => localStorage.removeItem(k)); } catch { /* As above. */ }
  }, true);
})();

// What the shell does without asking the server: appearance, rail, menus, shortcuts, copy buttons.
(() => {
  const root = document.documentElement;
  const remember = (name, value) => {
    const secure = location.protocol === 'https:' ? ';secure' : '';
    document.cookie = `kp-${name}=${value};path=/;max-age=31536000;samesite=lax${secure}`;
  };
  const set = {
    theme: v => { root.dataset.themeChoice = v; root.dispatchEvent(new Event('kp-theme')); },
    density: v => { root.dataset.density = v; },
    rail: v => { root.dataset.rail = v; },
    keys: v => { root.dataset.keys = v; }
  };
  const mark = () => document.querySelectorAll('[data-set]').forEach(b => {
    const current = b.dataset.set === 'theme' ? root.dataset.themeChoice : root.dataset[b.dataset.set];
    if (b.hasAttribute('aria-pressed')) b.setAttribute('aria-pressed', String(b.dataset.value === current));
  });
  const closeMenus = except => document.querySelectorAll('details.menu[open]').forEach(d => {
    if (d !== except) d.removeAttribute('open');
  });
  const openRail = open => {
    if (open) root.dataset.menu = 'open'; else delete root.dataset.menu;
    document.querySelectorAll('[data-menu-toggle]').forEach(b => b.setAttribute('aria-expanded', String(open)));
    if (open) document.querySelector('.rail a')?.focus();
  };

  document.addEventListener('click', e => {
    const skip = e.target.closest('[data-skip]');
    if (skip) { e.preventDefault(); e.stopPropagation(); document.getElementById('main')?.focus(); return; }
    const choice = e.target.closest('[data-set]');
    if (choice) {
      const name = choice.dataset.set;
      const value = choice.dataset.value ?? (root.dataset.rail === 'narrow' ? 'wide' : 'narrow');
      set[name](value); remember(name, value); mark();
    }
    const toggle = e.target.closest('[data-menu-toggle]');
    if (toggle) openRail(root.dataset.menu !== 'open');
    else if (root.dataset.menu === 'open' && (!e.target.closest('.rail') || e.target.closest('a'))) openRail(false);
    const menu = e.target.closest('details.menu');
    closeMenus(menu);
    if (menu && e.target.closest('a:not([data-keep])')) menu.removeAttribute('open');
    const copy = e.target.closest('[data-copy]');
    if (copy) navigator.clipboard?.writeText(copy.dataset.copy || location.href).then(() => {
      copy.dataset.copied = 'true'; setTimeout(() => delete copy.dataset.copied, 2000);
    });
    if (e.target.closest('[data-print]')) window.print();
    if (e.target.closest('[data-reload]')) location.reload();
  }, true);

  const typing = t => t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName) && t.type !== 'checkbox';
  const click = selector => { const found = document.querySelector(selector); found?.click(); return Boolean(found); };
  const go = address => (window.Blazor?.navigateTo ?? (to => location.assign(to)))(address);
  // Shift+click on the head of a column sorts by one more.
  document.addEventListener('click', e => {
    const head = e.shiftKey && e.target.closest('a[data-then]');
    if (head) { e.preventDefault(); e.stopPropagation(); go(head.dataset.then); }
  }, true);

  let lastRow, pending = 0;
  const rows = () => [...document.querySelectorAll('[data-list] a.rowlink')];
  const current = () => { const all = rows(); return all.find(r => r === document.activeElement) ?? all.find(r => r.closest('tr').contains(document.activeElement)) ?? all.find(r => r.getAttribute('href') === lastRow); };
  document.addEventListener('focusin', e => { if (e.target.matches?.('[data-list] a.rowlink')) lastRow = e.target.getAttribute('href'); });
  const step = by => {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(current());
    const row = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
    row.focus();
    // An open glance follows the row.
    if (document.querySelector('[data-peek][aria-expanded=true]')) row.closest('tr').querySelector('[data-peek][aria-expanded=false]')?.click();
    return true;
  };
  const keys = {
    '?': () => { go('/help/shortcuts'); return true; },
    '/': () => { const box = document.querySelector('[data-list-search]'); box?.focus(); box?.select(); return Boolean(box); },
    j: () => step(1),
    k: () => step(-1),
    x: () => { const box = current()?.closest('tr').querySelector('[data-select]'); box?.click(); return Boolean(box); },
    c: () => click('[data-create]'),
    e: () => click('[data-edit]'),
    g: () => { pending = Date.now(); return true; },
    ' ': () => { const row = rows().find(r => r === document.activeElement); const peek = row?.closest('tr').querySelector('[data-peek]'); peek?.click(); return Boolean(peek); }
  };
  document.addEventListener('keydown', e => {
    // While an input method composes, every key is its own.
    if (e.isComposing || e.keyCode === 229) return;
    if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === 'k') {
      if (window.kpPalette?.()) e.preventDefault();
      return;
    }
    if (document.querySelector('dialog[open]')) return;
    if (e.key === 'Escape') {
      const open = document.querySelector('details.menu[open]');
      if (open) { open.removeAttribute('open'); open.querySelector('summary')?.focus(); }
      else if (root.dataset.menu === 'open') openRail(false);
      else if (!e.target.closest?.('.panel')) click('[data-peek][aria-expanded=true]');
      return;
    }
    if (typing(e.target) || e.ctrlKey || e.metaKey || e.altKey) return;
    if ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && e.target.closest?.('[data-list]')) {
      if (step(e.key === 'ArrowDown' ? 1 : -1)) e.preventDefault();
      return;
    }
    if (root.dataset.keys === 'off') return;
    const letter = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    if (pending && Date.now() - pending < 1500) {
      pending = 0;
      const target = [...document.querySelectorAll('[data-go]')].find(a => a.dataset.go === letter);
      if (target) { e.preventDefault(); target.click(); return; }
    }
    pending = 0;
    if (keys[letter]?.()) e.preventDefault();
  });

  document.addEventListener('toggle', e => { if (e.target.matches?.('details.menu')) mark(); }, true);
  new MutationObserver(mark).observe(root, { attributes: true, attributeFilter: ['data-theme-choice', 'data-density', 'data-keys'] });
  mark();
})();

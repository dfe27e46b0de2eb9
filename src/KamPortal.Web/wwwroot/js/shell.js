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
    rail: v => { root.dataset.rail = v; }
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

  const typing = t => t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName);
  document.addEventListener('keydown', e => {
    if (e.isComposing || e.keyCode === 229) return;
    if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === 'k') {
      const box = document.getElementById('kp-search');
      if (box) { e.preventDefault(); box.focus(); box.select(); }
      return;
    }
    if (e.key === 'Escape') {
      const open = document.querySelector('details.menu[open]');
      if (open) { open.removeAttribute('open'); open.querySelector('summary')?.focus(); }
      if (root.dataset.menu === 'open') openRail(false);
      return;
    }
    if (typing(e.target) || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === '?') {
      e.preventDefault();
      (window.Blazor?.navigateTo ?? (to => location.assign(to)))('/help/shortcuts');
    } else if (e.key === '/') {
      const box = document.querySelector('[data-list-search]');
      if (box) { e.preventDefault(); box.focus(); box.select(); }
    } else if (e.key === 'j' || e.key === 'k' || ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && e.target.closest?.('[data-list]'))) {
      const rows = [...document.querySelectorAll('[data-list] a.rowlink')];
      if (!rows.length) return;
      const at = rows.indexOf(document.activeElement);
      const step = e.key === 'j' || e.key === 'ArrowDown' ? 1 : -1;
      e.preventDefault();
      rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))].focus();
    }
  });

  document.addEventListener('toggle', e => { if (e.target.matches?.('details.menu')) mark(); }, true);
  new MutationObserver(mark).observe(root, { attributes: true, attributeFilter: ['data-theme-choice', 'data-density'] });
  mark();
})();

// Runs before the first paint: 'system' can only be resolved in the browser, every other choice is already in the HTML.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => {
    const choice = root.dataset.themeChoice;
    root.dataset.theme = choice === 'dark' || (choice === 'system' && dark.matches) ? 'dark' : 'light';
  };
  dark.addEventListener('change', paint);
  root.addEventListener('kp-theme', paint);
  paint();
})();

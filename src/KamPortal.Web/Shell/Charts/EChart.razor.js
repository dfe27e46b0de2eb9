// A thin hand around ECharts: tokens become colours, {"$fn": name} becomes a function of this file, clicks go home.
let library;

const chinese = () => document.documentElement.lang.startsWith('zh');
const number = (v, places = 0) => new Intl.NumberFormat(chinese() ? 'zh-CN' : 'en', { minimumFractionDigits: places, maximumFractionDigits: places }).format(v).replace('-', '\u2212');
const compact = v => {
  if (v === 0) return '0';
  const units = chinese() ? [[1e8, '亿'], [1e4, '万']] : [[1e9, 'B'], [1e6, 'M'], [1e3, 'K']];
  const [step, unit] = units.find(([s]) => Math.abs(v) >= s) ?? [1, ''];
  const scaled = v / step;
  const places = Number.isInteger(scaled) ? 0 : Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2;
  return number(scaled, places).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') + (unit && '\u00a0' + unit);
};
const escape = s => String(s).replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[c]));
const valueOf = p => typeof p === 'object' && p !== null ? (Array.isArray(p.value) ? p.value[1] : p.value) : p;

const functions = {
  compact: () => p => compact(valueOf(p)),
  share: () => p => number(valueOf(p) * 100, 1) + '\u00a0%',
  percent: () => p => number(valueOf(p), Number.isInteger(valueOf(p)) ? 0 : 1) + '\u00a0%',
  label: () => p => p.data?.text ?? p.name,
  tip: () => p => escape((Array.isArray(p) ? p[0] : p).data?.tip ?? (Array.isArray(p) ? p[0] : p).name ?? '').replaceAll('\n', '<br>'),
  size: ({ index }) => v => v[index]
};

const token = (styles, text) => text.replace(/var\((--[\w-]+)\)/g, (_, name) => styles.getPropertyValue(name).trim() || '#888');
const resolve = (node, styles) => {
  if (typeof node === 'string') return node.includes('var(--') ? token(styles, node) : node;
  if (Array.isArray(node)) return typeof node[0] === 'number' ? node : node.map(n => resolve(n, styles));
  if (node === null || typeof node !== 'object') return node;
  if (node.$fn) return functions[node.$fn]?.(node);
  return Object.fromEntries(Object.entries(node).map(([k, v]) => [k, resolve(v, styles)]));
};

const merge = (base, over) => {
  if (over === undefined) return base;
  if (base === null || over === null || typeof base !== 'object' || typeof over !== 'object' || Array.isArray(over)) return over;
  const out = { ...base };
  for (const k of Object.keys(over)) out[k] = merge(base[k], over[k]);
  return out;
};
const each = (x, f) => x === undefined ? undefined : Array.isArray(x) ? x.map(f) : f(x);

// Our hand: quiet axes, no animation, labels in the page's own type.
const dressed = (json, styles) => {
  const color = name => styles.getPropertyValue(name).trim();
  const font = styles.getPropertyValue('--font').trim();
  const option = resolve(JSON.parse(json), styles);
  const axis = a => merge({
    axisLine: { lineStyle: { color: color('--line') } }, axisTick: { show: false }, splitLine: { lineStyle: { color: color('--line'), width: 1 } },
    axisLabel: { color: color('--text2'), fontFamily: font, fontSize: 12 }, nameTextStyle: { color: color('--text2'), fontFamily: font, fontSize: 12 }
  }, a);
  option.xAxis = each(option.xAxis, axis);
  option.yAxis = each(option.yAxis, axis);
  return merge({
    animation: false, textStyle: { fontFamily: font, color: color('--text'), fontSize: 12 },
    tooltip: {
      confine: true, transitionDuration: 0, backgroundColor: color('--surface'), borderColor: color('--line'), borderWidth: 1, padding: [6, 10],
      textStyle: { color: color('--text'), fontFamily: font, fontSize: 12 }, extraCssText: 'box-shadow:var(--lift);border-radius:6px'
    }
  }, option);
};

export async function draw(box, json, home, source, canvas) {
  const echarts = await (library ??= import(source));
  const styles = getComputedStyle(document.documentElement);
  let current = json;
  const chart = echarts.init(box, null, { renderer: canvas ? 'canvas' : 'svg', locale: chinese() ? 'ZH' : 'EN' });
  const paint = () => chart.setOption(dressed(current, styles), { notMerge: true });
  paint();
  chart.on('click', p => home.invokeMethodAsync('Picked', {
    seriesIndex: p.seriesIndex ?? -1, dataIndex: p.dataIndex ?? -1, seriesName: p.seriesName ?? null, name: p.name ?? null,
    dataType: p.dataType ?? null, key: p.data?.key?.toString() ?? null, href: p.data?.href ?? null
  }));
  const sizes = new ResizeObserver(() => box.clientWidth && chart.resize());
  sizes.observe(box);
  const theme = new MutationObserver(paint);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const print = matchMedia('print');
  const reprint = () => { chart.resize(); paint(); };
  print.addEventListener('change', reprint);
  return {
    set(next) { current = next; paint(); },
    dispose() { sizes.disconnect(); theme.disconnect(); print.removeEventListener('change', reprint); chart.dispose(); }
  };
}

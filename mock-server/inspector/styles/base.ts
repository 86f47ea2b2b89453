/** Text, focus, and what is hidden. */
export const BASE: string = `
*, ::before, ::after { box-sizing: border-box; }
html { overflow-y: scroll; scroll-padding-top: 4.5rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 15px/1.5 var(--sans); font-variant-numeric: tabular-nums;
}
h1, h2, h3, h4, p, ol, ul, dl, dd, pre { margin: 0; }
h2, h3, h4, p { overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; line-height: 1.25; font-weight: 650; letter-spacing: -.012em; }
h2 { font-size: 1.0625rem; line-height: 1.3; font-weight: 650; }
h3 { font-size: .9375rem; font-weight: 650; }
h4 { font-size: .875rem; font-weight: 650; }
a { color: var(--accent); text-underline-offset: .2em; }
a:hover { color: var(--accent-deep); }
code, .code, pre { font: .8125rem/1.5 var(--mono); }
.muted, .sub, .hint { color: var(--muted); }
.sub { display: block; font-weight: 400; }
.hint, .sub, .problem { font-size: .8125rem; }
.number { text-align: right; }
.vh {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
[hidden] { display: none !important; }
.js-only { visibility: hidden; }
.js .js-only { visibility: visible; }
.js .no-js { display: none; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
[tabindex="-1"]:focus-visible { outline: none; }
`;

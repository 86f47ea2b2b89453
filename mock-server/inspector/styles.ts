/** The page's style sheet. All colors have a contrast of at least 4.5, in the light and the dark theme. */
export const STYLES: string = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #fff; --sunken: #f8f9fb; --line: #e2e5eb; --edge: #858fa1;
  --text: #1b2130; --muted: #566074; --accent: #2f56c9; --accent-deep: #24449f; --on-accent: #fff;
  --good: #14633a; --good-soft: #e3f4ea; --bad: #a1221b; --bad-soft: #fcebe9;
  --warn: #774a00; --warn-soft: #fcf1d8; --plain-soft: #eceff4; --chosen: #eef2fd;
  --shadow: 0 1px 2px rgb(20 28 46 / 6%); --veil: rgb(20 26 40 / 45%);
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1217; --card: #171b22; --sunken: #12161c; --line: #2a303b; --edge: #6e788b;
    --text: #e7eaf0; --muted: #a2acbd; --accent: #93b2ff; --accent-deep: #b5caff; --on-accent: #101a33;
    --good: #79d6a0; --good-soft: #16301f; --bad: #ff9d94; --bad-soft: #3a1b1a;
    --warn: #f0c063; --warn-soft: #35290f; --plain-soft: #262c36; --chosen: #1c2640;
    --shadow: none; --veil: rgb(0 0 0 / 60%);
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { overflow-y: scroll; scroll-padding-top: 7rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 15px/1.5 var(--sans); font-variant-numeric: tabular-nums;
}
h1, h2, h3, p, ol, ul, dl, dd { margin: 0; }
h2, h3, p { overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
h2 { font-size: 1.0625rem; line-height: 1.3; font-weight: 650; }
h3 { font-size: .9375rem; font-weight: 650; }
a { color: var(--accent); text-underline-offset: .2em; }
a:hover { color: var(--accent-deep); }
code, .code { font: .8125rem/1.5 var(--mono); }
.muted, .sub, .hint { color: var(--muted); }
.sub { display: block; font-weight: 400; }
.hint, .sub, .problem { font-size: .8125rem; }
.number { text-align: right; }
.vh {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.js-only { visibility: hidden; }
.js .js-only { visibility: visible; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
[tabindex="-1"]:focus-visible { outline: none; }

.skip {
  position: fixed; z-index: 3; left: 1rem; top: -4rem; padding: .5rem 1rem; border-radius: 8px;
  background: var(--accent); color: var(--on-accent);
}
.skip:focus { top: 1rem; }
.top { position: sticky; top: 0; z-index: 2; background: var(--card); border-bottom: 1px solid var(--line); }
.top-line, .top ul, main, footer { max-width: 82rem; margin: 0 auto; padding: 0 2rem; }
.top-line { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; min-height: 3.5rem; }
.brand { display: flex; align-items: center; gap: .625rem; font-weight: 650; margin-right: auto; }
.mark {
  display: grid; place-items: center; width: 1.75rem; height: 1.75rem; border-radius: 7px;
  background: var(--accent); color: var(--on-accent); font-size: .9375rem;
}
.unofficial {
  padding: .0625rem .5rem; border-radius: 99px; background: var(--warn-soft); color: var(--warn);
  font-size: .75rem; font-weight: 600;
}
.link { display: flex; align-items: center; gap: .5rem; color: var(--muted); font-size: .8125rem; min-width: 5.5rem; justify-content: flex-end; }
.dot { width: .5rem; height: .5rem; border-radius: 50%; background: var(--good); }
.link[data-state=off] { color: var(--bad); font-weight: 600; }
.link[data-state=off] .dot { border-radius: 0; background: var(--bad); }
.top nav { overflow-x: auto; scrollbar-width: none; }
.top ul { display: flex; gap: 1.5rem; list-style: none; }
.top li a {
  display: block; padding: .375rem 0 .625rem; color: var(--muted); font-size: .875rem; text-decoration: none;
  border-bottom: 2px solid transparent;
}
.top li a:hover { color: var(--text); border-color: var(--accent); }
.top li a:focus-visible { outline-offset: -2px; }
.picker { display: flex; align-items: center; gap: .5rem; }
.picker label { color: var(--muted); font-size: .8125rem; }
.picker select { width: auto; min-height: 2rem; padding-block: .125rem; }

.title { padding: 2rem 0 1.25rem; }
.crumbs { color: var(--muted); font-size: .875rem; }
.strip, .columns { display: grid; grid-template-columns: minmax(0, 1fr) 23rem; gap: 1.5rem; }
.column { display: grid; gap: 1.5rem; align-content: start; min-width: 0; }
.columns { margin-top: 1.5rem; }
.card {
  min-width: 0; padding: 1.25rem 1.5rem 1.5rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; box-shadow: var(--shadow);
}
.card-head { display: flex; align-items: center; justify-content: space-between; gap: 1rem; min-height: 2.25rem; }
.card > .muted { margin-bottom: 1rem; }
footer { padding-block: 2rem 5rem; color: var(--muted); font-size: .8125rem; }
.lost { padding-block: 4rem; display: grid; gap: 1rem; justify-items: start; }
#key-form { width: min(26rem, 100%); }
#key-problem { margin: 0 0 .875rem; }
#key-problem:empty { display: none; }

.button, .copy {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.25rem; padding: .25rem .875rem;
  border: 1px solid var(--edge); border-radius: 8px; background: var(--card); color: var(--text);
  font: 600 .875rem/1.2 var(--sans); text-decoration: none; white-space: nowrap; cursor: pointer;
}
.button:hover, .copy:hover { background: var(--plain-soft); color: var(--text); }
.button.small, .copy { min-height: 1.75rem; padding: .125rem .625rem; font-size: .8125rem; border-color: var(--line); }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.button.primary:hover { background: var(--accent-deep); border-color: var(--accent-deep); }
.button.danger { color: var(--bad); }
.button.danger:hover { background: var(--bad-soft); color: var(--bad); }
.button.danger-solid { background: var(--bad-soft); border-color: var(--bad); color: var(--bad); }
.button[aria-disabled] { border-style: dashed; color: var(--muted); cursor: default; background: none; }
.button[aria-pressed=true] { background: var(--warn-soft); border-color: var(--warn); color: var(--warn); }
.buttons { display: flex; flex-wrap: wrap; gap: .625rem; }
.freeze { min-width: 5.75rem; }
#pause { min-width: 4.5rem; }
.copy .copied { display: none; }
.copy { min-width: 4.25rem; flex: none; }
.copy[data-hold] { color: var(--good); }
.copy[data-hold] .idle { display: none; }
.copy[data-hold] .copied { display: inline; }

.badge {
  display: inline-flex; align-items: center; gap: .375rem; padding: .125rem .625rem; border-radius: 99px;
  background: var(--plain-soft); font-size: .8125rem; font-weight: 600; white-space: nowrap;
}
.sign { font-size: .625rem; }
.badge.good { background: var(--good-soft); color: var(--good); }
.badge.bad { background: var(--bad-soft); color: var(--bad); }
.badge.warn { background: var(--warn-soft); color: var(--warn); }

.switch {
  display: flex; align-items: center; gap: .625rem; padding: .25rem; margin: -.25rem; border: 0; border-radius: 99px;
  background: none; color: inherit; font: 600 .875rem/1 var(--sans); cursor: pointer;
}
.track {
  position: relative; width: 2.75rem; height: 1.5rem; border-radius: 99px; background: var(--card);
  border: 2px solid var(--edge);
}
.track::after {
  content: ""; position: absolute; top: 2px; left: 2px; width: 1rem; height: 1rem; border-radius: 50%;
  background: var(--edge);
}
[aria-checked=true] .track { background: var(--accent); border-color: var(--accent); }
[aria-checked=true] .track::after { background: var(--card); transform: translateX(1.25rem); }
.switch-word { width: 1.75rem; text-align: left; }
.line { display: flex; align-items: center; gap: .75rem; min-width: 0; }
.line > .muted { flex: none; }
.ellipsis { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.time { margin: .25rem 0 .875rem; white-space: nowrap; }
.time-of-day { font-size: 1.5rem; line-height: 1.3; font-weight: 600; letter-spacing: -.01em; margin-right: .375rem; }

table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .5rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: middle; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
thead code { font-size: inherit; }
th.number, td.number { text-align: right; }
abbr { text-decoration: none; }
.scroll { position: relative; overflow: auto; border: 1px solid var(--line); border-radius: 8px; overscroll-behavior-x: contain; }
.scroll th, .scroll td { height: 2.25rem; padding: .25rem .875rem; white-space: nowrap; }
.scroll td { max-width: 18rem; overflow: hidden; text-overflow: ellipsis; }
.scroll tbody tr:last-child > * { border-bottom: 0; }
.scroll thead th { position: sticky; top: 0; z-index: 1; background: var(--sunken); }
.scroll:focus-visible { outline-offset: -2px; }
.empty { padding: 1.5rem; color: var(--muted); text-align: center; text-wrap: balance; }
#apps-list > .empty, .records > .empty { border: 1px dashed var(--line); border-radius: 8px; }

.apps th[scope=row] { width: 100%; overflow-wrap: anywhere; }
.apps td { white-space: nowrap; }
.apps tbody tr:last-child > * { border-bottom: 0; }
.name { font-weight: 600; }
.id { display: flex; align-items: center; gap: .625rem; margin-top: .25rem; font-weight: 400; }
.id code { min-width: 0; color: var(--muted); }
.actions { text-align: right; }
.actions form { display: inline-flex; gap: .5rem; }
.actions .button { border-color: var(--line); }

.chosen > * { background: var(--chosen); }
[aria-current] { font-weight: 650; }
.scroll th[scope=row] { font-weight: 400; }
#collections-list > .muted { margin-bottom: .75rem; }
.records { margin-top: 1.25rem; }
.records .card-head { margin-bottom: .5rem; flex-wrap: wrap; gap: 0 1rem; }
.full { min-height: calc(11 * 2.25rem + 1px); }
.pager { display: flex; align-items: center; justify-content: space-between; gap: 1rem; margin-top: .75rem; font-size: .8125rem; }
.pager .button { min-width: 5.25rem; }

#journal-list > .muted { margin-bottom: .75rem; }
.journal { height: 27rem; overflow-y: scroll; }
.journal table { table-layout: fixed; min-width: 34rem; }
.col-time { width: 6.25rem; } .col-method { width: 5.5rem; } .col-status { width: 7.5rem; } .col-duration { width: 7rem; }
.journal .path { max-width: none; }
.method { font-weight: 600; }
.where { display: flex; align-items: center; gap: .5rem; }
.tag { flex: none; padding: 0 .4375rem; border-radius: 4px; background: var(--warn-soft); color: var(--warn); font-size: .75rem; font-weight: 600; }
.status { display: inline-block; padding: 0 .5rem; border-radius: 6px; color: var(--muted); }
.status.fine { color: var(--good); }
.status.refused { background: var(--warn-soft); color: var(--warn); font-weight: 650; }
.status.broken { background: var(--bad-soft); color: var(--bad); font-weight: 650; }
.status [aria-hidden] { font-size: .75em; }

.field { min-width: 0; margin-bottom: .875rem; }
label { display: block; margin-bottom: .25rem; font-size: .875rem; font-weight: 600; }
.must { color: var(--muted); font-weight: 400; }
input, textarea, select {
  width: 100%; min-height: 2.25rem; padding: .375rem .625rem; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--card); color: var(--text); font: .875rem/1.4 var(--sans);
}
input.code, textarea.code { font: .8125rem/1.5 var(--mono); }
textarea { display: block; resize: vertical; }
::placeholder { color: var(--muted); opacity: 1; }
[aria-invalid=true] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
.hint { margin-top: .25rem; }
.problem { margin-top: .25rem; color: var(--bad); font-weight: 600; overflow-wrap: anywhere; }
.problem::before { content: "▲ " / ""; font-size: .75em; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .75rem; }
.pair.aim { grid-template-columns: 7rem 1fr; }
[readonly] { background: var(--sunken); }

.token-result { margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.token-result h3 { margin-top: 1rem; }
.verdict { display: flex; align-items: center; justify-content: space-between; gap: .75rem; margin-bottom: .375rem; }
.left { font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.parts { font-size: .8125rem; }
.parts > div { display: grid; grid-template-columns: 4rem 1fr; gap: .5rem; padding: .25rem 0; }
.parts dt { color: var(--muted); }
.parts dd { min-width: 0; overflow-wrap: anywhere; }

.queue { position: relative; height: 11rem; overflow-y: scroll; border: 1px solid var(--line); border-radius: 8px; }
.queue:focus-visible { outline-offset: -2px; }
.queue .empty { padding-block: 4.25rem; }
.queue ol { padding: 0; list-style: none; }
.queue li { display: flex; align-items: center; gap: .75rem; padding: .5rem .75rem; border-bottom: 1px solid var(--line); font-size: .875rem; }
.fault { flex: 1; min-width: 0; overflow-wrap: anywhere; line-height: 1.35; }
.particulars { font-weight: 400; color: var(--muted); }
.fault-form h3 { margin: 1.25rem 0 .75rem; }
.chaos { margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
#chaos-state { margin-bottom: .75rem; }
@supports selector(:has(*)) {
  .own > .field { display: none; }
  .fault-form:not(:has(:is([value=delay], [value=stalledBody], [value=cutBody], [value=malformedJson], [value=drop], [value=rateLimit]):checked)) .for-status,
  .fault-form:has([value=delay]:checked) .for-delay,
  .fault-form:has(:is([value=stalledBody], [value=cutBody]):checked) .for-body,
  .fault-form:has([value=rateLimit]:checked) .for-limit { display: block; }
}

dialog {
  width: min(30rem, calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); padding: 1.5rem; overflow: auto;
  border: 1px solid var(--line); border-radius: 14px; background: var(--card); color: var(--text);
  box-shadow: 0 20px 60px rgb(10 16 30 / 30%);
}
dialog[open]:not(:modal) { position: fixed; inset: 0; z-index: 4; margin: auto; box-shadow: 0 0 0 100vmax var(--veil); }
dialog::backdrop { background: var(--veil); }
dialog h2 { margin-bottom: 1rem; font-size: 1.25rem; }
dialog .buttons { margin-top: 1.25rem; }
.callout { margin-bottom: 1rem; padding: .625rem .875rem; border-radius: 8px; background: var(--warn-soft); color: var(--warn); font-weight: 600; }
.copyable { display: flex; align-items: start; gap: .5rem; }
.copyable .copy { min-height: 2.25rem; border-color: var(--edge); }
.copyable textarea { overflow-wrap: anywhere; word-break: break-all; resize: none; }

.notice {
  position: fixed; z-index: 3; left: 50%; bottom: 1.5rem; width: max-content; max-width: calc(100vw - 2rem);
  transform: translateX(-50%); padding: .75rem 1.125rem; border-radius: 10px; background: var(--text);
  color: var(--card); font-weight: 600; font-size: .875rem; box-shadow: 0 8px 30px rgb(10 16 30 / 25%);
  overflow-wrap: anywhere;
}
.notice:empty { padding: 0; box-shadow: none; }
.notice[data-tone=failed] { background: var(--bad-soft); color: var(--bad); border: 1px solid var(--bad); }
.notice[data-tone=failed]:empty { border: 0; }

@media (max-width: 68rem) {
  .strip, .columns { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 48rem) {
  .top-line, .top ul, main, footer { padding-inline: 1rem; }
  .top-line { gap: .25rem .75rem; }
  .link { min-width: 0; }
  .title { padding-top: 1.25rem; }
  .strip, .columns, .column { gap: 1rem; }
  .columns { margin-top: 1rem; }
  .card { padding: 1rem; }
  .button, .copy, input, select { min-height: 2.75rem; }
  .button.small, .copy { min-height: 2.25rem; }
  input, textarea, select { font-size: 1rem; }
  .picker { width: 100%; padding-bottom: .5rem; }
  .picker select { flex: 1; min-width: 0; }
  .apps, .apps tbody, .apps tr, .apps th, .apps td { display: block; }
  .journal table { display: block; min-width: 0; }
  .journal tbody { display: block; }
  .journal tr {
    display: grid; grid-template: "method path path" 1.5rem "at outcome took" 1.5rem / 4.75rem 1fr auto;
    gap: .25rem .5rem; align-items: center; height: 4rem; padding: .25rem .75rem; border-bottom: 1px solid var(--line);
  }
  .journal td, .scroll.journal td { height: auto; padding: 0; border: 0; }
  .at { grid-area: at; color: var(--muted); font-size: .8125rem; }
  .method { grid-area: method; }
  .path { grid-area: path; }
  .outcome { grid-area: outcome; }
  .outcome .fine { padding: 0; }
  .took { grid-area: took; color: var(--muted); font-size: .8125rem; }
  .apps thead, .journal thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .apps tr { padding: .75rem 0; border-bottom: 1px solid var(--line); }
  .apps tr:first-child { padding-top: 0; }
  .apps tr:last-child { border-bottom: 0; padding-bottom: 0; }
  .apps th[scope=row], .apps td { width: auto; padding: .1875rem 0; border: 0; text-align: left; }
  .id { justify-content: space-between; margin-top: .125rem; }
  .id code { line-height: 1.3; }
}
@media (prefers-reduced-motion: no-preference) {
  html { scroll-behavior: smooth; }
  .button, .copy, .switch .track, .switch .track::after { transition: background-color .12s, color .12s, transform .15s; }
}
@media (forced-colors: active) {
  .track, .track::after, .badge, .status, .tag { border: 1px solid; }
  [aria-checked=true] .track { background: Highlight; }
}
`;

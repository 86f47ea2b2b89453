/** The layout of tablets and phones. */
export const NARROW: string = `
@media (max-width: 76rem) {
  .top-line { gap: 0 1.25rem; padding-top: .5rem; }
  .top nav { order: 1; flex: 0 0 100%; min-width: 0; }
  .top-line .brand { margin-right: auto; }
  .picker { flex: none; }
  .link { margin-left: 0; }
  .top li a { padding: .25rem 0 .5rem; }
  html { scroll-padding-top: 6.5rem; }
}
@media (max-width: 68rem) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  .col-app, .of-app { display: none; }
}
@media (max-width: 60rem) {
  /* The open request takes the place of the list. */
  .split { grid-template-columns: minmax(0, 1fr); }
  .split .journal-list, #journal:has(.split) .filter { display: none; }
}
@media (max-width: 48rem) {
  .top-line, main, footer { padding-inline: 1rem; }
  .link { min-width: 0; }
  .title { padding-top: 1rem; }
  .connect { flex-wrap: wrap; gap: .5rem; width: 100%; }
  .connect > .muted { display: none; }
  .connect code { flex-basis: 100%; }
  .columns, .column { gap: 1rem; }
  .columns { margin-top: 1rem; }
  .card { padding: .75rem 1rem 1rem; }
  .button, input, select { min-height: 2.75rem; }
  .button.small, .copy, .id .copy { min-height: 2.25rem; }
  input, textarea, select { font-size: 1rem; }
  .picker { width: 100%; max-width: none; padding-bottom: .5rem; }
  .picker select { flex: 1; max-width: none; min-width: 0; }
  .filter { display: grid; grid-template-columns: 1fr 1fr; }
  .filter input, .filter select, .find input { min-height: 2.5rem; }
  .entry { padding: .75rem 0 0; border: 0; border-top: 1px solid var(--line); border-radius: 0; }
  .headers > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .apps, .apps tbody, .apps tr, .apps th, .apps td { display: block; }
  .journal table { display: block; }
  .journal tbody { display: block; }
  .journal tr {
    display: grid; grid-template: "method path path" 1.5rem "at why outcome" 1.5rem / 4.75rem minmax(0, 1fr) auto;
    gap: .25rem .5rem; align-items: center; height: 4rem; padding: .25rem .75rem; border-bottom: 1px solid var(--line);
  }
  .journal td, .scroll.journal td { height: auto; padding: 0; border: 0; }
  .at { grid-area: at; color: var(--muted); font-size: .8125rem; }
  .method { grid-area: method; }
  .path { grid-area: path; }
  .why { grid-area: why; font-size: .8125rem; }
  .outcome { grid-area: outcome; }
  .took { display: none; }
  .journal tr.chosen { background: var(--chosen); }
  .apps thead, .journal thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .apps tr { padding: .75rem 0; border-bottom: 1px solid var(--line); }
  .apps tr:first-child { padding-top: 0; }
  .apps tr:last-child { border-bottom: 0; padding-bottom: 0; }
  .apps th[scope=row], .apps td { width: auto; padding: .1875rem 0; border: 0; text-align: left; }
  .apps .sub { display: block; margin: 0; }
  .id { justify-content: space-between; margin-top: .125rem; }
  .id code { line-height: 1.3; }
  .range { margin: 0; }
}
`;

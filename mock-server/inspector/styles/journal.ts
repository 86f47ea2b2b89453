/** The list of requests and its filter. */
export const JOURNAL: string = `
.filter { display: flex; flex-wrap: wrap; align-items: end; gap: .5rem .75rem; margin-bottom: .75rem; }
.filter .field { flex: 1 1 9rem; margin: 0; }
.filter .field:first-of-type { flex-grow: 2; }
.filter label { font-size: .8125rem; color: var(--muted); }
.filter input, .filter select { min-height: 2rem; padding-block: .25rem; }
.journal-list { min-width: 0; }
.journal-list > .muted { margin-bottom: .5rem; font-size: .8125rem; }
.journal { max-height: 28rem; overflow-y: scroll; overflow-anchor: none; }
.journal table { table-layout: fixed; }
.col-time { width: 5.5rem; } .col-method { width: 5rem; } .col-status { width: 8.5rem; } .col-duration { width: 5.75rem; }
.col-reason { width: 32%; } .col-app { width: 6.5rem; }
.journal td { max-width: none; }
.journal tbody tr { position: relative; }
.journal tbody tr:hover > * { background: var(--sunken); }
.journal tbody tr.chosen > * { background: var(--chosen); }
.method { font-weight: 600; }
.where { display: flex; align-items: center; gap: .5rem; }
.row-link { color: var(--text); text-decoration: none; }
.row-link::after { content: ""; position: absolute; inset: 0; }
.row-link:hover { color: var(--accent); }
.row-link:focus-visible { outline: none; }
.row-link:focus-visible::after { outline: 2px solid var(--accent); outline-offset: -2px; border-radius: 4px; }
.scroll td.path { overflow: visible; }
.why, .of-app { color: var(--muted); }
.older { padding: .625rem; text-align: center; border-top: 1px solid var(--line); }
.status { display: inline-block; padding: 0 .5rem; border-radius: 6px; color: var(--muted); }
.status.fine { padding: 0; color: var(--good); }
.status.refused { background: var(--warn-soft); color: var(--warn); font-weight: 650; }
.status.broken { background: var(--bad-soft); color: var(--bad); font-weight: 650; }
.status [aria-hidden] { font-size: .75em; }
.start { display: grid; gap: .75rem; padding: .25rem 0; max-width: 46rem; }
.start .line { flex-wrap: wrap; gap: .5rem .75rem; }

.split { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 1.25rem; align-items: start; }
.split .journal { max-height: 44rem; }
.split :is(.col-reason, .col-app, .col-duration, .why, .of-app, .took) { display: none; }
`;

/** The panels below the requests. */
export const PANELS: string = `
.chips { display: flex; flex-wrap: wrap; gap: .375rem; max-height: 8.5rem; padding: 2px; margin: 0 -2px .75rem; overflow: auto; list-style: none; }
.chips li { min-width: 0; max-width: 100%; }
.chips a {
  display: block; padding: .125rem .75rem; border: 1px solid var(--line); border-radius: 99px; color: var(--text);
  font-size: .875rem; text-decoration: none; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
}
.chips a:hover { background: var(--plain-soft); }
.chips [aria-current] { border-color: var(--accent); background: var(--chosen); font-weight: 600; }
.find { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; margin-bottom: .5rem; }
.find input { flex: 1 1 12rem; width: auto; max-width: 22rem; min-height: 2rem; padding-block: .25rem; }
.range { margin-left: auto; font-size: .8125rem; }
.full { min-height: calc(11 * 2.25rem + 1px); }
.pager { display: flex; align-items: center; justify-content: space-between; gap: 1rem; margin-top: .75rem; font-size: .8125rem; }
.pager .button { min-width: 5.25rem; }
.record-link { color: var(--accent); }
.tools { display: flex; flex-wrap: wrap; align-items: start; gap: .5rem 1.5rem; margin-top: .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
.tools details { margin: .25rem 0 0; }
.tools details[open] { flex-basis: 100%; }
.tools > form { margin-left: auto; }

.bounded { max-height: 27rem; overflow: auto; }
.apps td, .apps th { padding-block: .4375rem; }
.apps thead th { position: sticky; top: 0; z-index: 1; padding-top: 0; background: var(--card); }
.apps th[scope=row] { width: 100%; overflow-wrap: anywhere; }
.apps td { white-space: nowrap; }
.apps tbody tr:last-child > * { border-bottom: 0; }
.name { font-weight: 600; }
.apps .sub { display: inline; margin-left: .5rem; }
.id { display: flex; align-items: center; gap: .625rem; font-weight: 400; }
.id code { min-width: 0; color: var(--muted); }
.id .copy { min-height: 1.5rem; }
.actions .buttons { flex-wrap: nowrap; justify-content: end; }
.actions .button { border-color: var(--line); }

.time { white-space: nowrap; font-size: .8125rem; }
.time-of-day { font-size: 1.25rem; line-height: 1.3; font-weight: 600; letter-spacing: -.01em; margin-right: .375rem; }
#clock .line { justify-content: space-between; margin-bottom: .5rem; }
.whole { margin-top: .75rem; }

.token-result { margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.token-result h3 { margin-top: 1rem; }
.verdict { display: flex; align-items: center; justify-content: space-between; gap: .75rem; margin-bottom: .375rem; }
.left { font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.parts { font-size: .8125rem; }
.parts > div { display: grid; grid-template-columns: 4rem 1fr; gap: .5rem; padding: .25rem 0; }
.parts dt { color: var(--muted); }
.parts dd { min-width: 0; overflow-wrap: anywhere; }

#faults > .muted { margin-bottom: .5rem; }
.queue { position: relative; max-height: 14rem; overflow-y: auto; }
.queue:focus-visible { outline-offset: -2px; }
.queue .empty { padding-top: 0; font-size: .875rem; }
.queue ol { padding: 0; border: 1px solid var(--line); border-radius: 8px; list-style: none; }
.queue li { display: flex; align-items: center; gap: .75rem; padding: .5rem .75rem; border-bottom: 1px solid var(--line); font-size: .875rem; }
.queue li:last-child { border-bottom: 0; }
.fault { flex: 1; min-width: 0; overflow-wrap: anywhere; line-height: 1.35; }
.particulars { font-weight: 400; color: var(--muted); }
.fault-form h3 { margin: 1rem 0 .625rem; }
.chaos { margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); }
#chaos-state { margin-bottom: .75rem; }
.changes { padding-left: 1.25rem; overflow-wrap: anywhere; }
@supports selector(:has(*)) {
  .own > .field { display: none; }
  .fault-form:not(:has(:is([value=delay], [value=stalledBody], [value=cutBody], [value=malformedJson], [value=drop], [value=rateLimit]):checked)) .for-status,
  .fault-form:has([value=delay]:checked) .for-delay,
  .fault-form:has(:is([value=stalledBody], [value=cutBody]):checked) .for-body,
  .fault-form:has([value=rateLimit]:checked) .for-limit { display: block; }
}
`;

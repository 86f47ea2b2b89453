/** One open request or record. */
export const ENTRY: string = `
.entry { min-width: 0; padding: 1rem; border: 1px solid var(--line); border-radius: 8px; }
.entry-head { display: flex; align-items: start; justify-content: space-between; gap: 1rem; }
.entry-head h3 { min-width: 0; overflow-wrap: anywhere; }
.entry-head h3 code { font-weight: 500; }
.entry-head .button { flex: none; }
.entry-facts { margin: .25rem 0 .75rem; font-size: .8125rem; }
.entry-facts .status { margin-right: .25rem; font-size: .875rem; }
.reason { margin-bottom: .75rem; padding: .5rem .75rem; border-radius: 8px; font-weight: 600; font-size: .875rem; }
.reason.bad { background: var(--bad-soft); color: var(--bad); }
.reason.warn { background: var(--warn-soft); color: var(--warn); }
.facts, .headers { font-size: .8125rem; }
.facts { margin-bottom: .75rem; }
.facts > div, .headers > div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: .5rem; padding: .125rem 0; }
.headers > div { grid-template-columns: 11rem minmax(0, 1fr); padding: 0; line-height: 1.3; }
.facts dt, .headers dt { color: var(--muted); }
.facts dd, .headers dd { overflow-wrap: anywhere; }
.headers code { font-size: .75rem; }
.entry section { margin-top: 1rem; padding-top: .75rem; border-top: 1px solid var(--line); }
.entry h4 { margin-bottom: .375rem; }
.entry section .json { margin-top: .5rem; }
.entry section > .muted { margin-top: .375rem; font-size: .8125rem; }
.entry > .hint { margin-top: .5rem; }
.record h4 { margin: .75rem 0 .375rem; }
.record > form { margin-top: .75rem; }
.record .entry-head { margin-bottom: .5rem; align-items: center; }
`;

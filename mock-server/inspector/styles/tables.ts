/** Tables and the boxes they scroll in. */
export const TABLES: string = `
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .5rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: middle; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
thead code { font-size: inherit; }
th.number, td.number { text-align: right; }
abbr { text-decoration: none; }
.scroll { position: relative; overflow: auto; border: 1px solid var(--line); border-radius: 8px; overscroll-behavior-x: contain; }
.scroll th, .scroll td { height: 2.25rem; padding: .25rem .75rem; white-space: nowrap; }
.scroll td { max-width: 18rem; overflow: hidden; text-overflow: ellipsis; }
.scroll tbody tr:last-child > * { border-bottom: 0; }
.scroll thead th { position: sticky; top: 0; z-index: 1; background: var(--sunken); box-shadow: inset 0 -1px var(--line); }
.scroll:focus-visible { outline-offset: -2px; }
.chosen > * { background: var(--chosen); }
.json { position: relative; }
.json pre {
  max-height: 22rem; padding: .625rem 5.5rem .625rem .75rem; overflow: auto; border: 1px solid var(--line); border-radius: 8px;
  background: var(--sunken); white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2;
}
.json pre:focus-visible { outline-offset: -2px; }
.json .copy { position: absolute; top: .375rem; right: .375rem; }
`;

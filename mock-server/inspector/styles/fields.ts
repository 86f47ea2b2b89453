/** Fields of forms, with their hints and problems. */
export const FIELDS: string = `
.field { min-width: 0; margin-bottom: .875rem; }
label { display: block; margin-bottom: .25rem; font-size: .875rem; font-weight: 600; }
.must { color: var(--muted); font-weight: 400; }
input, textarea, select {
  width: 100%; min-height: 2.25rem; padding: .375rem .625rem; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--card); color: var(--text); font: .875rem/1.4 var(--sans);
}
input.code, textarea.code { font: .8125rem/1.5 var(--mono); }
textarea { display: block; resize: vertical; }
input[type=file] { flex: 1; width: auto; min-width: 0; padding: 0; border: 0; color: var(--muted); font-size: .8125rem; }
input[type=file]::file-selector-button {
  min-height: 2.125rem; margin-right: .625rem; padding: .25rem .75rem; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--card); color: var(--text); font: 600 .8125rem/1.2 var(--sans); cursor: pointer;
}
::placeholder { color: var(--muted); opacity: 1; }
[aria-invalid=true] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
.hint { margin-top: .25rem; }
.problem { margin-top: .25rem; color: var(--bad); font-weight: 600; overflow-wrap: anywhere; }
.problem:empty { display: none; }
.problem::before { content: "▲ " / ""; font-size: .75em; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .75rem; }
.pair.aim { grid-template-columns: 7rem 1fr; }
[readonly] { background: var(--sunken); }
`;

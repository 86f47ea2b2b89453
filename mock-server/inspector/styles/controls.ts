/** Buttons, badges and switches. */
export const CONTROLS: string = `
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
.buttons { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; }
.freeze { min-width: 4.75rem; }
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
.tag { flex: none; padding: 0 .4375rem; border-radius: 4px; background: var(--warn-soft); color: var(--warn); font-size: .75rem; font-weight: 600; }

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

details { margin-top: .75rem; }
summary { width: fit-content; color: var(--accent); font-size: .875rem; font-weight: 600; cursor: pointer; }
summary:hover { color: var(--accent-deep); }
details[open] > summary { margin-bottom: .75rem; }
`;

/** The header, the columns and the cards. */
export const LAYOUT: string = `
.skip {
  position: fixed; z-index: 3; left: 1rem; top: -4rem; padding: .5rem 1rem; border-radius: 8px;
  background: var(--accent); color: var(--on-accent);
}
.skip:focus { top: 1rem; }
.top { position: sticky; top: 0; z-index: 2; background: var(--card); border-bottom: 1px solid var(--line); }
.top-line, main, footer { max-width: 90rem; margin: 0 auto; padding: 0 2rem; }
.top-line { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.75rem; min-height: 3.25rem; }
.brand { display: flex; align-items: center; gap: .625rem; font-weight: 650; }
.mark {
  display: grid; place-items: center; width: 1.75rem; height: 1.75rem; border-radius: 7px;
  background: var(--accent); color: var(--on-accent); font-size: .9375rem;
}
.unofficial {
  padding: .0625rem .5rem; border-radius: 99px; background: var(--warn-soft); color: var(--warn);
  font-size: .75rem; font-weight: 600;
}
.link { display: flex; align-items: center; gap: .5rem; color: var(--muted); font-size: .8125rem; min-width: 5.5rem; margin-left: auto; justify-content: flex-end; }
.dot { width: .5rem; height: .5rem; border-radius: 50%; background: var(--good); }
.link[data-state=off] { color: var(--bad); font-weight: 600; }
.link[data-state=off] .dot { border-radius: 0; background: var(--bad); }
.top nav { flex: none; overflow-x: auto; scrollbar-width: none; }
.top ul { display: flex; gap: 1.25rem; padding: 0; list-style: none; }
.top li a {
  display: block; padding: .875rem 0; color: var(--muted); font-size: .875rem; line-height: 1.5rem; text-decoration: none;
  border-bottom: 2px solid transparent;
}
.top li a:hover { color: var(--text); border-color: var(--accent); }
.top li a:focus-visible { outline-offset: -2px; }
.picker { display: flex; align-items: center; gap: .5rem; flex: 1; min-width: 12rem; max-width: 22rem; }
.picker label { margin: 0; color: var(--muted); font-size: .8125rem; font-weight: 400; }
.picker select { width: auto; min-width: 0; max-width: 15rem; min-height: 2rem; padding-block: .125rem; }

.title { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 2rem; padding: 1.25rem 0 1rem; }
.connect { display: flex; align-items: center; gap: .625rem; min-width: 0; font-size: .875rem; }
.connect > .muted { flex: none; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 23rem; gap: 1.25rem; margin-top: 1.25rem; }
.column { display: grid; gap: 1.25rem; align-content: start; min-width: 0; }
.card {
  min-width: 0; padding: 1rem 1.25rem 1.25rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; box-shadow: var(--shadow);
}
.card-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem 1rem; min-height: 2.25rem; margin-bottom: .5rem; }
footer { padding-block: 2rem 5rem; color: var(--muted); font-size: .8125rem; }
.lost { padding-block: 4rem; display: grid; gap: 1rem; justify-items: start; }
#key-form { width: min(26rem, 100%); }
#key-problem { margin: 0 0 .875rem; }
.line { display: flex; align-items: center; gap: .75rem; min-width: 0; }
.ellipsis { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.card > .muted, .chaos .muted, #behaviors-state { font-size: .8125rem; }
.empty { padding: .75rem 0; color: var(--muted); text-wrap: pretty; }
`;

/** Dialogs and messages above the page. */
export const DIALOGS: string = `
dialog {
  width: min(30rem, calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); padding: 1.5rem; overflow: auto;
  border: 1px solid var(--line); border-radius: 14px; background: var(--card); color: var(--text);
  box-shadow: 0 20px 60px rgb(10 16 30 / 30%);
}
dialog[open]:not(:modal) { position: fixed; inset: 0; z-index: 4; margin: auto; box-shadow: 0 0 0 100vmax var(--veil); }
dialog::backdrop { background: var(--veil); }
dialog h2 { margin-bottom: 1rem; font-size: 1.25rem; }
dialog .buttons { margin-top: 1.25rem; }
dialog .buttons .copy { min-height: 2.25rem; border-color: var(--edge); }
.said { margin-top: .75rem; font-weight: 600; font-size: .875rem; overflow-wrap: anywhere; }
.said:empty { margin: 0; }
.said[data-tone=failed] { color: var(--bad); }
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
`;

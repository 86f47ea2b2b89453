/** Motion, and the colors that a user forces. */
export const PREFERENCES: string = `
@media (prefers-reduced-motion: no-preference) {
  html { scroll-behavior: smooth; }
  .button, .copy, .switch .track, .switch .track::after { transition: background-color .12s, color .12s, transform .15s; }
}
@media (forced-colors: active) {
  .track, .track::after, .badge, .status, .tag { border: 1px solid; }
  [aria-checked=true] .track { background: Highlight; }
}
`;

/** The colors and fonts, light and dark. */
export const THEME: string = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #fff; --sunken: #f8f9fb; --line: #e2e5eb; --edge: #858fa1;
  --text: #1b2130; --muted: #566074; --accent: #2f56c9; --accent-deep: #24449f; --on-accent: #fff;
  --good: #14633a; --good-soft: #e3f4ea; --bad: #a1221b; --bad-soft: #fcebe9;
  --warn: #774a00; --warn-soft: #fcf1d8; --plain-soft: #eceff4; --chosen: #eaf0fe;
  --shadow: 0 1px 2px rgb(20 28 46 / 6%); --veil: rgb(20 26 40 / 45%);
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1217; --card: #171b22; --sunken: #12161c; --line: #2a303b; --edge: #6e788b;
    --text: #e7eaf0; --muted: #a2acbd; --accent: #93b2ff; --accent-deep: #b5caff; --on-accent: #101a33;
    --good: #79d6a0; --good-soft: #16301f; --bad: #ff9d94; --bad-soft: #3a1b1a;
    --warn: #f0c063; --warn-soft: #35290f; --plain-soft: #262c36; --chosen: #1c2640;
    --shadow: none; --veil: rgb(0 0 0 / 60%);
  }
}
`;

import { COPY } from "./copy.ts";
import { DIALOG } from "./dialog.ts";
import { FORMS } from "./forms.ts";
import { FRAGMENTS } from "./fragments.ts";
import { KEY } from "./key.ts";
import { LINKS } from "./links.ts";
import { LIVE } from "./live.ts";
import { NOTICE } from "./notice.ts";
import { START } from "./start.ts";
import { STATE } from "./state.ts";

/** Runs before the page is drawn, so that what needs the script is shown, or hidden, at once. */
export const EARLY_SCRIPT: string = `document.documentElement.classList.add("js");`;

/**
 * The page's script. It submits forms without reloading the page and keeps the page up to date. Its parts are
 * strings, because it runs in the browser without a build step. They must not contain a backtick or `${`.
 * `tests/unit/mock-server/inspector/script.test.ts` checks its types.
 */
export const SCRIPT: string = [
  STATE,
  FRAGMENTS,
  NOTICE,
  DIALOG,
  FORMS,
  LINKS,
  COPY,
  LIVE,
  KEY,
  START,
].join("\n");

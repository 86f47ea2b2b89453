import { BASE } from "./base.ts";
import { CONTROLS } from "./controls.ts";
import { DIALOGS } from "./dialogs.ts";
import { ENTRY } from "./entry.ts";
import { FIELDS } from "./fields.ts";
import { JOURNAL } from "./journal.ts";
import { LAYOUT } from "./layout.ts";
import { NARROW } from "./narrow.ts";
import { PANELS } from "./panels.ts";
import { PREFERENCES } from "./preferences.ts";
import { TABLES } from "./tables.ts";
import { THEME } from "./theme.ts";

/** The page's style sheet. All colors have a contrast of at least 4.5, in the light and the dark theme. */
export const STYLES: string = [
  THEME,
  BASE,
  LAYOUT,
  CONTROLS,
  FIELDS,
  TABLES,
  JOURNAL,
  ENTRY,
  PANELS,
  DIALOGS,
  NARROW,
  PREFERENCES,
].join("\n");

import type { html } from "hono/html";

/** An HTML fragment. All data in it is escaped. */
export type Html = ReturnType<typeof html>;

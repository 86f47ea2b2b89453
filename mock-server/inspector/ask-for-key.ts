import type { MiddlewareHandler } from "hono";
import { keyPage } from "./key-page.ts";
import { secure } from "./secure.ts";

/**
 * Responds to a request without a key with a page that asks for one. A browser sends no key when it opens an
 * address. The script of that page requests the real page with the key.
 */
export const askForKey: MiddlewareHandler<{ Variables: { nonce: string } }> = async (c, next) => {
  if (c.req.header("authorization") !== undefined) return await next();
  await secure(c, async () => {
    c.res = await c.html(keyPage(c.var.nonce));
  });
};

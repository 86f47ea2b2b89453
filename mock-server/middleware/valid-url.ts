import type { MiddlewareHandler } from "hono";
import { formatValue } from "../support/format-value.ts";

/** Refuses a request whose URL is invalid: some servers pass on any `Host` header. */
export const requireValidUrl: MiddlewareHandler = (c, next) => {
  if (URL.canParse(c.req.url)) return next();
  const error = `The URL of the request is invalid: ${
    formatValue(c.req.url)
  }. Check its Host header.`;
  return Promise.resolve(c.json({ error }, 400));
};

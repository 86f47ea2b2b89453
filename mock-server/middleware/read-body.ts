import type { Context, MiddlewareHandler } from "hono";
import type { MockEnv, ReadBody } from "./context.ts";
import type { Guard } from "./guard.ts";
import { refuse } from "./error-response.ts";

/** The maximum size of a request body, in bytes (A). */
const MAX_BODY_BYTES = 10_000_000;

/**
 * Reads the body before anything else, because the App ID in it identifies the tenant of a token request.
 * A body that is too large is not read to its end.
 */
export const readBody: MiddlewareHandler<MockEnv> = (c, next) => {
  if (c.req.method === "GET" || c.req.method === "HEAD") return next();
  return bodyOf(c).then((body) => {
    c.set("body", body);
    return next();
  });
};

/** Refuses a body that is too large or broke off, before authentication (A). */
export const checkBody: Guard = (c) => {
  const failure = c.get("body")?.failure;
  return failure && refuse(c, failure, { limit: MAX_BODY_BYTES });
};

async function bodyOf(c: Context<MockEnv>): Promise<ReadBody> {
  const { headers } = c.req.raw;
  const length = headers.has("transfer-encoding") ? null : headers.get("content-length");
  if (Number(length) > MAX_BODY_BYTES) return { text: "", failure: "bodyTooLarge" };
  try {
    // With a length, the server reads no more than that.
    const text = length === null ? await bounded(c.req.raw.body) : await c.req.text();
    return text === undefined ? { text: "", failure: "bodyTooLarge" } : { text };
  } catch {
    return { text: "", failure: "bodyIncomplete" };
  }
}

/** The text of a body; `undefined` if it is too large. */
async function bounded(body: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
  if (body === null) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > MAX_BODY_BYTES) {
      void reader.cancel().catch(() => {});
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

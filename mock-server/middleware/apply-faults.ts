import type { MiddlewareHandler } from "hono";
import { ConnectionDropped } from "../world/faults/connection-dropped.ts";
import { milliseconds } from "../world/clock/duration.ts";
import type {
  DelayFault,
  FaultKind,
  RateLimitFault,
  StatusFault,
  TokenFailureFault,
} from "../world/faults/fault-types.ts";
import { noteWait } from "../support/standing-clock.ts";
import { formatMessage } from "../world/failures/failures.ts";
import { cut, stalled, withoutLastByte } from "./faulty-body.ts";
import type { MockEnv } from "./context.ts";

type Middleware = MiddlewareHandler<MockEnv>;

/** Applies the tenant's faults before anything else handles the request. */
export const applyFaults: Middleware = (c, next) => {
  const fault = c.get("tenant").faults.take({ method: c.req.method, path: c.get("path") });
  if (fault === undefined) return next();
  c.set("fault", fault.kind);
  return applyFault(fault)(c, next);
};

function applyFault(fault: FaultKind): Middleware {
  switch (fault.kind) {
    case "status":
      return () => Promise.resolve(statusResponse(fault));
    case "html":
      return () => Promise.resolve(page(fault.page ?? SIGN_IN, fault.status ?? 200));
    case "drop":
      return () => Promise.reject(new ConnectionDropped());
    case "rateLimit":
      return rateLimited(fault);
    case "delay":
      return delayed(fault);
    case "stalledBody":
      return withBrokenBody((body) => stalled(body, fault.after ?? 1));
    case "cutBody":
      return withBrokenBody((body, request) => cut(request, body, fault.after ?? 1));
    case "malformedJson":
      return withBrokenBody(withoutLastByte);
    default:
      return tokenFailure(fault);
  }
}

function statusResponse({ status, body, headers }: Omit<StatusFault, "kind">): Response {
  const all = new Headers(headers);
  if (body === undefined || typeof body === "string") {
    return new Response(body || null, { status, headers: all });
  }
  if (!all.has("content-type")) all.set("content-type", "application/json");
  return new Response(JSON.stringify(body), { status, headers: all });
}

const SIGN_IN = `<!doctype html>
<html lang="en"><head><title>Sign in</title></head>
<body><h1>Sign in</h1><p>Your network asks you to sign in before you go on.</p></body></html>
`;

function page(html: string, status: number): Response {
  return new Response(html, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}

// The values in the message if the tenant's limit is off (D), and if the fault has no `retryAfter`.
const LIMIT = 100;
const SECONDS = 60;

function rateLimited({ retryAfter, message }: RateLimitFault): Middleware {
  return (c) => {
    const { limits, failure } = c.get("tenant");
    const { status, message: usual } = failure("rateLimited");
    const limit = limits.requestsPerMinute === "off" ? LIMIT : limits.requestsPerMinute;
    const error = message ?? formatMessage(usual, { limit, seconds: retryAfter ?? SECONDS });
    const headers: Record<string, string> = retryAfter === undefined
      ? {}
      : { "retry-after": String(retryAfter) };
    return Promise.resolve(statusResponse({ status, body: { error }, headers }));
  };
}

function tokenFailure({ kind, status, message }: TokenFailureFault): Middleware {
  return (c) => {
    const usual = c.get("tenant").failure(kind);
    const body = { error: message ?? usual.message };
    return Promise.resolve(statusResponse({ status: status ?? usual.status, body }));
  };
}

function delayed({ duration }: DelayFault): Middleware {
  return async (c, next) => {
    const { signal } = c.req.raw;
    const { clock } = c.get("tenant");
    noteWait(c.req.raw, clock, "a delay fault takes no time by the clock of a program");
    try {
      await clock.sleep(milliseconds("duration", duration), signal);
    } catch (error) {
      // The caller aborted, so nobody reads this response. It is not a bug in the mock.
      if (signal.aborted) throw new ConnectionDropped();
      throw error;
    }
    return await next();
  };
}

type BreakBody = (
  body: ReadableStream<Uint8Array> | null,
  request: Request,
) => ReadableStream<Uint8Array>;

function withBrokenBody(breakBody: BreakBody): Middleware {
  return async (c, next) => {
    await next();
    const { status, body } = c.res;
    const headers = new Headers(c.res.headers);
    headers.delete("content-length");
    c.set("streams", true);
    c.res = new Response(breakBody(body, c.req.raw), { status, headers });
  };
}

import type { MiddlewareHandler } from "hono";

/**
 * Security headers of the page. It loads nothing, cannot be framed, and runs only its own script. Responses
 * contain secrets and tokens, so they must not be cached. The referrer policy makes plain forms send their
 * origin, which the guard checks.
 */
export const secure: MiddlewareHandler<{ Variables: { nonce: string } }> = async (c, next) => {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  c.set("nonce", nonce);
  await next();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "img-src data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  c.header("content-security-policy", policy.join("; "));
  c.header("cache-control", "no-store");
  c.header("referrer-policy", "same-origin");
  c.header("x-content-type-options", "nosniff");
  c.header("cross-origin-opener-policy", "same-origin");
  c.header("cross-origin-resource-policy", "same-origin");
};

import type { MiddlewareHandler } from "hono";

/**
 * The page loads nothing, can be framed by nobody, and runs only the script it came with. Its answers
 * hold secrets and tokens, so they are kept nowhere. The referrer policy is what lets a plain form say
 * its origin, which the guard looks at.
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

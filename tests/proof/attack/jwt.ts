import { toBase64Url } from "./base64.ts";

/** The hash functions of HS256, HS384 and HS512. */
export type Hash = "SHA-256" | "SHA-384" | "SHA-512";

/** The first two parts of a token. An object is written as JSON; a text is used as it is. */
export function unsigned(header: object | string, claims: object | string): string {
  return [header, claims].map(textOf).map((text) => toBase64Url(text)).join(".");
}

/** Signs the first two parts of a token with HMAC. An empty key counts as a single zero byte, as HMAC pads it. */
export async function signed(
  start: string,
  key: Uint8Array<ArrayBuffer>,
  hash: Hash = "SHA-256",
): Promise<string> {
  const raw = key.length === 0 ? new Uint8Array(1) : key;
  const algorithm = { name: "HMAC", hash };
  const imported = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(start));
  return `${start}.${toBase64Url(new Uint8Array(signature))}`;
}

/** The claims of a token, without any check. */
export function claimsOf(token: string): Record<string, unknown> {
  const [, claims = ""] = token.split(".");
  const parsed: unknown = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/")));
  if (typeof parsed !== "object" || parsed === null) throw new Error("a token without claims");
  return { ...parsed };
}

function textOf(part: object | string): string {
  return typeof part === "string" ? part : JSON.stringify(part);
}

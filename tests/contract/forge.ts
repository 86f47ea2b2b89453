import { decodeJwt } from "jose/jwt/decode";
import { SignJWT } from "jose/jwt/sign";

// Tokens made from a good one, none of which may be accepted.

/** Lives an hour longer, says its payload. */
export function alteredPayload(token: string): string {
  const [header, , signature] = parts(token);
  const { exp = 0, ...claims } = decodeJwt(token);
  return [header, base64url({ ...claims, exp: exp + 3600 }), signature].join(".");
}

/** Its signature is another. */
export function alteredSignature(token: string): string {
  const [header, payload, signature] = parts(token);
  // Not the last character: some of its bits may not count.
  const first = signature.startsWith("A") ? "B" : "A";
  return [header, payload, first + signature.slice(1)].join(".");
}

/** Says that it needs no signature, and has none. */
export function algNone(token: string): string {
  const [, payload] = parts(token);
  return [base64url({ alg: "none", typ: "JWT" }), payload, ""].join(".");
}

/** Says that it needs no signature, and keeps its own. */
export function algNoneSigned(token: string): string {
  const [, payload, signature] = parts(token);
  return [base64url({ alg: "none", typ: "JWT" }), payload, signature].join(".");
}

/** Signed with HS512 and a key of its own. */
export function otherAlgorithm(token: string): Promise<string> {
  const key = crypto.getRandomValues(new Uint8Array(64));
  return new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: "HS512", typ: "JWT" }).sign(key);
}

/** Signed with HS256 and a key of its own, as by another server. */
export function otherKey(token: string): Promise<string> {
  const key = crypto.getRandomValues(new Uint8Array(64));
  return new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(key);
}

function parts(token: string): [header: string, payload: string, signature: string] {
  const [header = "", payload = "", signature = ""] = token.split(".");
  return [header, payload, signature];
}

function base64url(value: object): string {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

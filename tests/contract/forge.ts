import { decodeJwt } from "jose/jwt/decode";
import { SignJWT } from "jose/jwt/sign";

// Forged tokens, made from a valid one. None of them may be accepted.

/** Its payload claims an hour more. */
export function alteredPayload(token: string): string {
  const [header, , signature] = parts(token);
  const { exp = 0, ...claims } = decodeJwt(token);
  return [header, base64url({ ...claims, exp: exp + 3600 }), signature].join(".");
}

/** Its signature is changed. */
export function alteredSignature(token: string): string {
  const [header, payload, signature] = parts(token);
  // Not the last character, since some of its bits may be ignored.
  const first = signature.startsWith("A") ? "B" : "A";
  return [header, payload, first + signature.slice(1)].join(".");
}

/** Claims `alg: none`, without a signature. */
export function algNone(token: string): string {
  const [, payload] = parts(token);
  return [base64url({ alg: "none", typ: "JWT" }), payload, ""].join(".");
}

/** Claims `alg: none`, with the original signature. */
export function algNoneSigned(token: string): string {
  const [, payload, signature] = parts(token);
  return [base64url({ alg: "none", typ: "JWT" }), payload, signature].join(".");
}

/** Signed with HS512 and another key. */
export function otherAlgorithm(token: string): Promise<string> {
  const key = crypto.getRandomValues(new Uint8Array(64));
  return new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: "HS512", typ: "JWT" }).sign(key);
}

/** Signed with HS256 and another key, as if by another server. */
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

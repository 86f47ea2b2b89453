import { claimsOf } from "./jwt.ts";

/** Claims that no server may accept, even in a token with a valid signature. */
export interface WrongClaims {
  /** What is wrong with them. */
  name: string;
  /** The claims, or the text in their place. */
  claims: object | string;
}

/** Claims of every kind that must not be accepted: missing, changed, of another type, or not an object. */
export function wrongClaims(
  { good, foreign, now }: { good: string; foreign: string; now: number },
): WrongClaims[] {
  const claims = claimsOf(good);
  const other = claimsOf(foreign);
  const seconds = Math.floor(now / 1000);
  const names = ["jti", "tntid", "appid", "exp", "iss", "aud"];
  const text = JSON.stringify(claims);
  const withValue = (name: string, json: string) =>
    text.replace(JSON.stringify(claims[name]), () => json);
  const changes: Record<string, object> = {
    "exp in the past": { exp: seconds - 1 },
    "exp now": { exp: seconds },
    "exp 0": { exp: 0 },
    "a negative exp": { exp: -seconds },
    "exp as text": { exp: String(seconds + 600) },
    "exp as a date": { exp: new Date(now + 600_000).toISOString() },
    "exp with a fraction": { exp: seconds + 600.5 },
    "a huge exp": { exp: 1e308 },
    "an exp in a list": { exp: [seconds + 600] },
    "nbf in the future": { nbf: seconds + 600 },
    "nbf as text": { nbf: "0" },
    "the tenant of another token": { tntid: other["tntid"] },
    "the app of another token": { appid: other["appid"] },
    "an unknown tenant": { tntid: crypto.randomUUID() },
    "an unknown app": { appid: crypto.randomUUID() },
    "the tenant named default": { tntid: "default" },
    "a tenant with the name of a property": { tntid: "__proto__" },
    "another issuer": { iss: "https://attacker.example" },
    "the issuer with a slash": { iss: `${String(claims["iss"])}/` },
    "the issuer in a list": { iss: [claims["iss"]] },
    "another audience": { aud: "attacker" },
    "a list of audiences": { aud: [claims["aud"], "attacker"] },
    "the audience in another case": { aud: String(claims["aud"]).toUpperCase() },
    "a jti that is no UUID": { jti: "1" },
  };
  const texts: Record<string, string> = {
    "no object: null": "null",
    "no object: a list": `[${text}]`,
    "no object: a number": "42",
    "no object: a text": JSON.stringify(text),
    "malformed claims": text.slice(0, -1),
    "nothing": "",
    "exp NaN": withValue("exp", "NaN"),
    "exp Infinity": withValue("exp", "Infinity"),
    "exp 1e999": withValue("exp", "1e999"),
    "a second exp": `${text.slice(0, -1)},"exp":1}`,
    "a second tenant": `${text.slice(0, -1)},"tntid":"${String(other["tntid"])}"}`,
    "claims in __proto__": `{"__proto__":${text}}`,
  };
  return [
    ...names.flatMap((name) => [
      { name: `without ${name}`, claims: { ...claims, [name]: undefined } },
      ...[null, "", 0, true, [], {}].map((value) => ({
        name: `${name} ${JSON.stringify(value)}`,
        claims: { ...claims, [name]: value },
      })),
      {
        name: `${name} under another name`,
        claims: { ...claims, [name]: undefined, [name.toUpperCase()]: claims[name] },
      },
    ]),
    ...Object.entries(changes).map(([name, change]) => ({
      name,
      claims: { ...claims, ...change },
    })),
    ...Object.entries(texts).map(([name, claims]) => ({ name, claims })),
  ];
}

import { expect, test } from "bun:test";
import { checkSecrets, secretOf } from "../../../../../mock-server/world/tokens/token-secret.ts";

test("the secret of a token request has two names, and an option decides which one counts", () => {
  for (const option of ["refuse", "appSecret", "secret"] as const) {
    expect(secretOf({ appSecret: "a" }, option)).toBe("a");
    expect(secretOf({ secret: "b" }, option)).toBe("b");
    expect(secretOf({}, option)).toBeUndefined();
    expect(secretOf({ appSecret: "a", secret: "b" }, option)).toBe(option === "secret" ? "b" : "a");
  }
});

test("two different secrets are refused, if that is the option", () => {
  for (const option of ["refuse", "appSecret", "secret"] as const) {
    for (const secrets of [{ appSecret: "a" }, { secret: "b" }, { appSecret: "a", secret: "a" }]) {
      expect(() => checkSecrets(secrets, option)).not.toThrow();
    }
    const check = () => checkSecrets({ appSecret: "a", secret: "b" }, option);
    if (option === "refuse") expect(check).toThrow("secret differs from appSecret.");
    else expect(check).not.toThrow();
  }
});

import { expect, test } from "bun:test";
import { isToken } from "../../../../src/auth/b64token.ts";

test("a token consists of the characters that may follow Bearer", () => {
  for (const good of ["a", "A1-._~+/z", "YQ==", "eyJ.eyJ.sig"]) expect(isToken(good)).toBe(true);
  for (const bad of ["", "=", "a b", " a", "a ", "a\n", "a=b", "ä", '"a"']) {
    expect(isToken(bad)).toBe(false);
  }
});

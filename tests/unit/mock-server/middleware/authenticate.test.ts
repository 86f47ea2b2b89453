import { expect, test } from "bun:test";
import { bearerIn } from "../../../../mock-server/middleware/authenticate.ts";

test("the token follows the scheme, in any letter case, and spaces", () => {
  for (const header of ["Bearer a.b-c_d", "bearer a.b-c_d", "BEARER   a.b-c_d"]) {
    expect(bearerIn(header)?.token).toBe("a.b-c_d");
  }
});

test("other white space, other characters and more words are not a token", () => {
  const headers = [
    "Bearer",
    "Bearer ",
    "Bearera",
    "Bearer\ta",
    "Bearer a b",
    "Bearer a\u00a0",
    "Bearer \u00a0a",
    "\u00a0Bearer a",
    "Bearer a\u0085",
    "Bearer a\u00e9",
    "Basic a",
    "",
    undefined,
  ];
  for (const header of headers) expect([header, bearerIn(header)]).toEqual([header, undefined]);
});

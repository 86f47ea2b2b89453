import { expect, test } from "bun:test";
import { createMockServer } from "../../../../../mock-server/mod.ts";

test("any text can be decoded: one that is not a token is invalid", async () => {
  const { tenant } = createMockServer();
  for (
    const text of ["", "x", "not a token", "a.b.c", "<b>", "é.é.é", `${"e".repeat(99_999)}.x.y`]
  ) {
    expect((await tenant.decodeToken(text)).verdict).toBe("tokenInvalid");
  }
  const call = Reflect.apply(tenant.decodeToken, tenant, [5]);
  await expect(call).rejects.toThrow("token: expected a string, got 5");
});

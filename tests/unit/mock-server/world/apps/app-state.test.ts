import { expect, test } from "bun:test";
import { createMockServer } from "../../../../../mock-server/mod.ts";

const APP = { name: "Import", description: "Nightly import" };

test("an app of a seed is active, expired or revoked", () => {
  for (const state of ["active", "expired", "revoked"]) {
    const { tenant } = createMockServer({ seed: { apps: [{ ...APP, state }] } });
    expect(tenant.apps.list()).toMatchObject([{ state }]);
  }
  for (const state of ["Active", "", null]) {
    expect(() => createMockServer({ seed: { apps: [{ ...APP, state }] } })).toThrow(
      `apps[0].state: expected "active", "expired" or "revoked", got ${JSON.stringify(state)}.`,
    );
  }
});

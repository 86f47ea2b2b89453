import { expect, test } from "bun:test";
import { createMockServer } from "../../../../../mock-server/mod.ts";
import { blockReason } from "../../../../../mock-server/world/apps/app-state.ts";

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

test("an app that is expired or revoked cannot use tokens, and no app while the API is off", () => {
  const states = ["active", "expired", "revoked"] as const;
  expect(states.map((state) => blockReason(state, true)))
    .toEqual([undefined, "appExpired", "appRevoked"]);
  expect(states.map((state) => blockReason(state, false))).toEqual(Array(3).fill("apiNotEnabled"));
});

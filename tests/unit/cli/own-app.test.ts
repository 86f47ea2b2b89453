import { expect, test } from "bun:test";
import { ownApp, withOwnApp } from "../../../cli/own-app.ts";
import { fromSavedState, toSavedState } from "../../../cli/saved-state.ts";
import { createMockServer } from "../../../mock-server/mod.ts";
import { randomSecret } from "../../../mock-server/world/apps/app-registration.ts";

const credentials = () => ({ appId: crypto.randomUUID(), appSecret: randomSecret() });
const described = { name: "Mine", description: "Its own" };

test("without a saved state, it is the first active app of the seed with an ID and a secret", async () => {
  const [expired, active] = [credentials(), credentials()];
  const apps = [
    described,
    { ...described, ...expired, state: "expired" },
    { ...described, ...active },
  ];
  expect(await ownApp(undefined, { apps })).toMatchObject(active);
  expect((await ownApp(undefined, {})).appId).not.toBe((await ownApp(undefined, {})).appId);
});

test("with a saved state, it is an active app whose known secret still works", async () => {
  const [wrong, working] = [credentials(), credentials()];
  const mock = createMockServer({
    seed: {
      apps: [
        { ...described, ...wrong },
        { ...described, ...working },
      ],
    },
  });
  const known = [{ appId: wrong.appId, appSecret: randomSecret() }, working];
  const content = await toSavedState(await mock.tenant.snapshot(), known);
  expect(Reflect.get(content, "secrets")).toEqual({ [working.appId]: working.appSecret });
  expect(await ownApp(fromSavedState(content), {})).toMatchObject(working);

  mock.tenant.apps.revoke(working.appId);
  const revoked = fromSavedState(await toSavedState(await mock.tenant.snapshot(), known));
  expect((await ownApp(revoked, {})).appId).not.toBe(working.appId);
});

test("it is added to a seed that lacks it, and to no other", () => {
  const app = { ...described, ...credentials() };
  const other = { ...described, ...credentials() };
  expect(withOwnApp({}, app)).toEqual({ apps: [app] });
  expect(withOwnApp({ apps: [other], collections: [] }, app))
    .toEqual({ apps: [other, app], collections: [] });
  const upper = { ...app, appId: app.appId.toUpperCase() };
  expect(withOwnApp({ apps: [upper] }, app)).toEqual({ apps: [upper] });
  // The mock reports an invalid seed.
  expect(withOwnApp({ apps: "none" }, app)).toEqual({ apps: "none" });
});

test("a state file whose secrets are invalid is refused with the path", () => {
  expect(() => fromSavedState({ version: 1, secrets: { a: 1 } })).toThrow("secrets.a");
  expect(() => fromSavedState({ version: 1, secrets: "a" })).toThrow("secrets");
});

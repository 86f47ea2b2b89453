import { describe, expect, test } from "bun:test";
import { createManualClock } from "../../../../../mock-server/mod.ts";
import { isSecretOf } from "../../../../../mock-server/world/apps/app-registration.ts";
import { createApps } from "../../../../../mock-server/world/apps/apps.ts";

const ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2bab";
const DESCRIPTION = { name: "Import", description: "Nightly import" };

/** The apps of a tenant on a server where another tenant has the app `taken`. */
function started() {
  const events: string[] = [];
  const apps = createApps({
    baseUrl: "https://kinabase.invalid/api/v1/",
    fetch: () => Promise.reject(new Error("not expected")),
    clock: createManualClock(),
    isTaken: (appId) => appId === "taken",
    onApp: (appId) => void events.push(`+${appId}`),
    onAppGone: (appId) => void events.push(`-${appId}`),
  });
  return { apps, events };
}

test("a registered app has its fixed ID, secret and state, or new ones", async () => {
  const { apps, events } = started();
  const fixed = apps.register({ ...DESCRIPTION, appId: ID, appSecret: "s", state: "expired" });
  expect(fixed).toMatchObject({ appId: ID, appSecret: "s", state: "expired", ...DESCRIPTION });
  const fresh = apps.register(DESCRIPTION);
  expect(fresh.state).toBe("active");
  expect(events).toEqual([`+${ID}`, `+${fresh.appId}`]);
  const found = apps.find(ID.toUpperCase());
  if (found === undefined) throw new Error("expected the app in any letter case");
  expect([await isSecretOf(found, "s"), await isSecretOf(found, "t")]).toEqual([true, false]);
  expect(apps.find("nobody")).toBeUndefined();
});

test("an app of a seed needs an ID that no tenant uses", () => {
  const { apps } = started();
  apps.register({ ...DESCRIPTION, appId: ID });
  const check = (appId: string | undefined) => () =>
    apps.checkFree({ ...DESCRIPTION, appId }, ["apps", 2]);
  for (const used of [ID, ID.toUpperCase(), "taken"]) {
    expect(check(used)).toThrow(
      `apps[2].appId: ${used} is already used on this server. Choose another.`,
    );
  }
  for (const free of [undefined, "other"]) expect(check(free)).not.toThrow();
});

test("only an existing app expires or is revoked", () => {
  const { apps } = started();
  apps.register({ ...DESCRIPTION, appId: ID });
  for (const end of ["expire", "revoke"] as const) {
    for (const [wrong, shown] of [["x", '"x"'], [5, "5"], [undefined, "undefined"]] as const) {
      expect(() => Reflect.apply(apps[end], apps, [wrong])).toThrow(
        new TypeError(`appId: app ${shown} does not exist in this tenant. See apps.list().`),
      );
    }
  }
  expect(apps.find(ID)?.state).toBe("active");
});

describe("replacing the apps", () => {
  const kept = async () => {
    const { apps } = started();
    apps.register({ ...DESCRIPTION, appId: ID, appSecret: "s", state: "revoked" });
    return await apps.dump();
  };

  test("keeps their digests, so that their secrets still work", async () => {
    const dump = await kept();
    expect(dump).toEqual([{
      appId: ID,
      ...DESCRIPTION,
      state: "revoked",
      secretDigest: expect.stringMatching(/^[A-Za-z\d+/]{43}=$/),
    }]);
    const { apps, events } = started();
    apps.register({ ...DESCRIPTION, appId: "OLD" });
    apps.replace(dump);
    expect(events).toEqual(["+OLD", "-old", `+${ID}`]);
    expect(await apps.dump()).toEqual(dump);
    const found = apps.find(ID.toUpperCase());
    if (found === undefined) throw new Error("expected the app in any letter case");
    expect([await isSecretOf(found, "s"), await isSecretOf(found, "t")]).toEqual([true, false]);
    expect(apps.find("old")).toBeUndefined();
  });

  test("is refused for an app of another tenant and for one that occurs twice", async () => {
    const { apps } = started();
    const [app] = await kept();
    if (app === undefined) throw new Error("expected an app");
    const check = (...ids: string[]) => () =>
      apps.checkReplaceable(ids.map((appId) => ({ ...app, appId })));
    expect(check(ID, "taken"))
      .toThrow("apps[1].appId: another tenant of this server already uses taken");
    expect(check("a", ID, ID.toUpperCase()))
      .toThrow(`apps[2].appId: ${ID.toUpperCase()} occurs twice in this snapshot`);
    expect(check(ID, "a")).not.toThrow();
  });
});

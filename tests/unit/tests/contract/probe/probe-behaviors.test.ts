import { describe, expect, test } from "bun:test";
import {
  type BehaviorOptions,
  behaviorsOf,
  behaviorTable,
  createManualClock,
  createMockServer,
} from "../../../../../mock-server/mod.ts";
import { deploymentTarget } from "../../../../contract/deployment-target.ts";
import { type OptIn, probeBehaviors } from "../../../../contract/probe/probe-behaviors.ts";
import { unexpectedFinding } from "../../../../proof/profiles/unexpected-finding.ts";
import { randomWorlds } from "../../../../proof/worlds/all-worlds.ts";
import { switchIds } from "../../../../proof/worlds/world.ts";

const IDS = Object.entries(behaviorTable);
const FIELDS = {
  name: "text",
  note: "text",
  amount: { type: "number", tracked: true },
} as const;

/** Probes a mock as if it were a real deployment: without its clock, faults and other controls. */
async function profileOf(behaviors: BehaviorOptions, probe: OptIn[] = ["token", "rate-limit"]) {
  const mock = createMockServer({
    behaviors,
    limits: { requestsPerMinute: 150 },
    clock: createManualClock({ running: true }),
    seed: { collections: [{ slug: "probed", name: "Probed", fields: FIELDS }] },
  });
  const { fetch, baseUrl } = mock;
  const { appId, appSecret } = await mock.tenant.apps.create({
    name: "Probe",
    description: "Probe",
  });
  const target = { fetch, baseUrl, credentials: { appId, appSecret }, collection: "probed" };
  const profile = await probeBehaviors(target, { probe, now: 0 });
  return { profile, left: mock.tenant.collections.list()[0]?.records.count() };
}

describe("a profile has the behaviors of the mock it was made from", () => {
  for (const [id, { options, probe }] of IDS) {
    for (const option of Object.keys(options)) {
      test(`${id} = ${option}`, async () => {
        const { profile, left } = await profileOf(
          { [id]: option },
          id.startsWith("rate-limit.") ? ["rate-limit"] : ["token"],
        );
        const findings: Record<string, unknown> = profile.behaviors;
        const finding = findings[id];
        if (probe === "impossible") expect(finding).toHaveProperty("notSeen");
        else expect(finding).toEqual({ option });
        expect(left).toBe(0);
      });
    }
  }
});

test("so have the profiles of mocks with random behaviors, unless one masks another", async () => {
  for (const world of randomWorlds(30, 7)) {
    const { profile, left } = await profileOf(world, ["token"]);
    expect(left).toBe(0);
    for (const id of switchIds().filter((id) => !id.startsWith("rate-limit."))) {
      const option = world[id] ?? behaviorTable[id].default;
      expect(unexpectedFinding(id, option, profile.behaviors[id])).toBeUndefined();
    }
  }
}, 60_000);

test("a finding that is not the behavior of the mock is unexpected", () => {
  expect(unexpectedFinding("list.order", "id", { option: "created" }))
    .toBe('expected id, got {"option":"created"}');
  expect(unexpectedFinding("list.order", "id", { notSeen: "no collection was given" }))
    .toBe('expected id, got {"notSeen":"no collection was given"}');
  expect(unexpectedFinding("list.order", "id", undefined)).toBe("expected a finding");
  expect(unexpectedFinding("bearer.app-ended", "401", { option: "401" }))
    .toBe('expected notSeen, got {"option":"401"}');
});

test("a mock with a profile's behaviors shows the same profile", async () => {
  const { profile } = await profileOf({ "bulk.answer": "counts", "list.order": "id" });
  const copy: unknown = JSON.parse(JSON.stringify(profile));
  const again = await profileOf(behaviorsOf(Object(copy)));
  expect(again.profile).toEqual(profile);
});

test("the probes of the rate limit do not wait between requests, whatever the pace of the target is", async () => {
  const mock = createMockServer({
    limits: { requestsPerMinute: 100 },
    behaviors: { "rate-limit.retry-after": "date", "rate-limit.tokens": "free" },
  });
  const credentials = await mock.tenant.apps.create({ name: "Probe", description: "Probe" });
  const { baseUrl, clock, fetch } = mock;
  const target = deploymentTarget({ baseUrl, credentials, clock, fetch });
  const { behaviors } = await probeBehaviors(target, { probe: ["rate-limit"], now: 0 });
  expect(behaviors["rate-limit.retry-after"]).toEqual({ option: "date" });
  expect(behaviors["rate-limit.tokens"]).toEqual({ option: "free" });
});

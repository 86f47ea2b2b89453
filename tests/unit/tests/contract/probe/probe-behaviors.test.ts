import { describe, expect, test } from "bun:test";
import {
  type BehaviorOptions,
  behaviorsOf,
  behaviorTable,
  createManualClock,
  createMockServer,
} from "../../../../../mock-server/mod.ts";
import { type OptIn, probeBehaviors } from "../../../../contract/probe/probe-behaviors.ts";
import { seededRandom } from "../../../seeded-random.ts";

const IDS = Object.entries(behaviorTable);
const FIELDS = {
  name: "text",
  note: "text",
  amount: { type: "number", tracked: true },
} as const;

/** The behaviors that others can hide, and what their findings say then. */
const MASKED: Readonly<Record<string, string>> = {
  "bulk.delete-missing": "masked by bulk.answer and bulk.one-bad-record: the response is empty",
};

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
  const random = seededRandom(7);
  const unprobed = new Set(
    IDS.filter(([id, { probe }]) => probe === "impossible" || id.startsWith("rate-limit."))
      .map(([id]) => id),
  );
  for (let round = 0; round < 30; round++) {
    const behaviors: Record<string, string> = {};
    for (const [id, { options }] of IDS) {
      const names = Object.keys(options);
      behaviors[id] = names[Math.floor(random() * names.length)] ?? "";
    }
    const { profile, left } = await profileOf(behaviors, ["token"]);
    expect(left).toBe(0);
    for (const [id, finding] of Object.entries(profile.behaviors)) {
      if (unprobed.has(id)) continue;
      if ("notSeen" in finding) expect([id, finding.notSeen]).toEqual([id, MASKED[id] ?? ""]);
      else expect([round, id, finding]).toEqual([round, id, { option: behaviors[id] ?? "" }]);
    }
  }
}, 60_000);

test("a mock with a profile's behaviors shows the same profile", async () => {
  const { profile } = await profileOf({ "bulk.answer": "counts", "list.order": "id" });
  const copy: unknown = JSON.parse(JSON.stringify(profile));
  const again = await profileOf(behaviorsOf(Object(copy)));
  expect(again.profile).toEqual(profile);
});

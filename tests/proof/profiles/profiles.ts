import {
  behaviorTable,
  createManualClock,
  createMockServer,
  type Finding,
  type SwitchId,
} from "../../../mock-server/mod.ts";
import { serve } from "../../../mock-server/serve.ts";
import { deploymentTarget, probeBehaviors } from "../../contract/mod.ts";
import type { Proof } from "../proof.ts";
import { randomWorlds } from "../worlds/all-worlds.ts";
import { switchIds, type World, worldText } from "../worlds/world.ts";
import { unexpectedFinding } from "./unexpected-finding.ts";

const MOCKS = 200;
const FIELDS = {
  name: "text",
  note: "text",
  amount: { type: "number", tracked: true },
} as const;

/**
 * Mocks with random behaviors on a port are probed as if they were real deployments. Each profile must have
 * the behaviors of its mock, or say what masks them. Not for Workers.
 */
export const profiles: Proof = {
  name: "profiles",
  async run({ scale, seed, print }) {
    const worlds = randomWorlds(Math.max(1, Math.round(MOCKS * scale)), seed);
    const unseen = new Map<SwitchId, number>();
    let [seen, wrong] = [0, 0];
    for (const world of worlds) {
      const { findings, left } = await profileOverHttp(world);
      if (left > 0) {
        wrong += 1;
        print(`${worldText(world)}\n  ${left} records of the probes are left`);
      }
      for (const id of switchIds()) {
        const finding = findings[id];
        const problem = unexpectedFinding(id, world[id] ?? behaviorTable[id].default, finding);
        if (problem !== undefined) {
          wrong += 1;
          print(`${worldText(world)}\n  ${id}: ${problem}`);
        } else if (finding !== undefined && "option" in finding) seen += 1;
        else unseen.set(id, (unseen.get(id) ?? 0) + 1);
      }
    }
    const hidden = [...unseen].map(([id, times]) => `${id} ${times} times`).join(", ");
    print(
      `profiles: ${worlds.length} mocks, ${seen} behaviors seen, not seen: ${hidden || "none"}`,
    );
    if (wrong > 0) throw new Error(`${wrong} findings are wrong`);
  },
};

async function profileOverHttp(
  world: World,
): Promise<{ findings: Readonly<Partial<Record<SwitchId, Finding>>>; left: number }> {
  const mock = createMockServer({
    behaviors: world,
    limits: { requestsPerMinute: 150 },
    clock: createManualClock({ running: true }),
    seed: { collections: [{ slug: "probed", name: "Probed", fields: FIELDS }] },
  });
  const app = await mock.tenant.apps.create({ name: "Probe", description: "Probe" });
  const server = await serve(mock, { port: 0 });
  try {
    const profile = await probeBehaviors(
      deploymentTarget({
        baseUrl: server.baseUrl,
        credentials: { appId: app.appId, appSecret: app.appSecret },
        collection: "probed",
        requestsPerMinute: Number.MAX_SAFE_INTEGER,
      }),
      { probe: ["token", "rate-limit"] },
    );
    const left = mock.tenant.collections.list()[0]?.records.count() ?? 0;
    return { findings: profile.behaviors, left };
  } finally {
    await server.close();
  }
}

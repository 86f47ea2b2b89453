// Many holders of one budget, while responses are late, callers leave, permits come back, and the place forgets what
// it has not stored.
import { expect, test } from "bun:test";
import type { Budget, PermitRequest } from "../../../../mod.ts";
import { createVirtualClock } from "../../../../scripts/lib/scale/virtual-clock.ts";
import { createBudget } from "../../../../src/budget/create-budget.ts";
import { answerPermitRequest, newPermitState } from "../../../../src/budget/permit-policy.ts";
import { seededRandom } from "../../seeded-random.ts";

const MINUTE = 60_000;
const MINUTES = 6;
const [HOLDERS, CALLERS] = [12, 40];

test.each([[10, 3], [40, 1], [100, 5]])(
  "no minute has more than %i requests, and nearly all of them are used (seed %i)",
  async (perMinute, seed) => {
    const random = seededRandom(seed);
    const start = Date.parse("2026-01-01T00:00:00Z");
    const clock = createVirtualClock(start);
    let state = newPermitState(start);
    let stored = structuredClone(state);
    const sent: number[] = [];
    const events: unknown[] = [];
    const travel = () => clock.sleep(random() < 0.05 ? random() * 3_000 : random() * 50);

    async function source(request: PermitRequest) {
      await travel();
      if (random() < 0.02) state = { ...structuredClone(stored), waiting: [] };
      const answer = answerPermitRequest(state, request, clock.now(), crypto.randomUUID());
      if (answer.grant !== undefined || request.pause > 0) stored = structuredClone(state);
      await travel();
      return structuredClone(answer);
    }

    async function call(budget: Budget, priority: "interactive" | "bulk"): Promise<void> {
      const controller = new AbortController();
      if (random() < 0.2) void clock.sleep(random() * 4_000).then(() => controller.abort());
      const timeout = random() < 0.3 ? random() * 20_000 : Infinity;
      const { signal } = controller;
      const emit = (event: unknown) => void events.push(event);
      const giveBack = await budget.take({ priority, timeout, signal, emit });
      if (random() < 0.1) giveBack();
      else sent.push(clock.now());
      if (random() < 0.01) budget.limited(random() * 3_000);
    }

    async function caller(budget: Budget, priority: "interactive" | "bulk"): Promise<void> {
      for (;;) {
        await call(budget, priority).catch(() => {}); // it left, or its time was over
        await clock.sleep(random() < 0.1 ? random() * 20_000 : random() * 100);
      }
    }

    const budgets = Array.from(
      { length: HOLDERS },
      () => createBudget(source, { perMinute, clock }),
    );
    for (let i = 0; i < CALLERS; i++) {
      const budget = budgets[i % HOLDERS];
      if (budget) void caller(budget, i % 3 === 0 ? "bulk" : "interactive");
    }
    await clock.runUntil(start + MINUTES * MINUTE);
    expect(events).toEqual([]);
    for (const [i, from] of sent.entries()) {
      expect(sent.findLastIndex((at) => at < from + MINUTE) - i + 1).toBeLessThanOrEqual(perMinute);
    }
    expect(sent.length).toBeGreaterThan(0.8 * perMinute * MINUTES);
  },
  30_000,
);

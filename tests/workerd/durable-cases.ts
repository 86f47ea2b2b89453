import * as z from "zod";
import { equal, ok } from "../contract/assert.ts";
import type { RuntimeCase, Services } from "./cases.ts";

const AT_ONCE = 10;
/** As in `durable-client.ts`. */
const PER_MINUTE = 20;

const events = z.array(z.looseObject({ outcome: z.string(), reason: z.string().optional() }));
const failure = z.looseObject({ name: z.string(), message: z.string() });
const outcomes = z.array(z.union([z.literal("ok"), z.looseObject({ name: z.string() })]));

/** Cases of the Durable Object that coordinates several Workers. They share one object, so they run in order. */
export function durableCases(services: Services, date: string): RuntimeCase[] {
  const workers = () => {
    const [one, other, kinabase] = ["one", "other", "kinabase"].map((name) =>
      services[`durable-${name}-${date}`]
    );
    ok(one !== undefined && other !== undefined && kinabase !== undefined, "no services");
    const control = async (what: string): Promise<unknown> =>
      await (await kinabase.fetch(`http://kinabase/control/${what}`)).json();
    const requests = async () => Number(await control("token-requests"));
    return { one, other, control, requests };
  };
  return [
    {
      name: "runtime: a caller that leaves during the coordinator's token request does not stop " +
        `it (${date})`,
      async run() {
        const { one, other, control, requests } = workers();
        await control("slow");
        equal(await (await one.fetch("http://worker/leave")).text(), "left", "response");
        const ended = await Promise.all(
          Array.from({ length: AT_ONCE }, () => other.fetch("http://worker/status")),
        );
        for (const response of ended) await expectOk(response);
        equal(await requests(), 1, "token requests");
        await control("fast");
      },
    },
    {
      name: `runtime: Workers without a secret share the coordinator's token (${date})`,
      async run() {
        const { one, other, requests } = workers();
        const ended = await Promise.all(
          Array.from(
            { length: AT_ONCE },
            (_, i) => (i % 2 ? one : other).fetch("http://worker/status"),
          ),
        );
        for (const response of ended) await expectOk(response);
        equal(await requests(), 1, "token requests");
      },
    },
    {
      name: `runtime: the token outlives the object (${date})`,
      async run() {
        const { one, other, requests } = workers();
        await one.fetch("http://worker/evict");
        // The cached token of the other Worker is of no use after the tokens were revoked.
        await expectOk(await other.fetch("http://worker/status"));
        equal(await requests(), 1, "token requests");
      },
    },
    {
      name: `runtime: after the token was rejected, all Workers get one new token (${date})`,
      async run() {
        const { one, other, control, requests } = workers();
        await control("revoke");
        const ended = await Promise.all(
          Array.from(
            { length: AT_ONCE },
            (_, i) => (i % 2 ? one : other).fetch("http://worker/status"),
          ),
        );
        for (const response of ended) await expectOk(response);
        equal(await requests(), 2, "token requests");
        await one.fetch("http://worker/evict");
        await control("revoke");
        await expectOk(await one.fetch("http://worker/status"));
        await expectOk(await other.fetch("http://worker/status"));
        equal(await requests(), 3, "token requests after another rejection");
      },
    },
    {
      name:
        `runtime: a coordinator without a token is named; with credentials the client goes on (${date})`,
      async run() {
        const { one } = workers();
        equal(
          await (await one.fetch("http://worker/broken")).json(),
          "The Durable Object binding KINABASE",
          "the name of the coordinator",
        );
        for (const [how, name] of [["missing", "MISSING"], ["broken", "BROKEN"]]) {
          const url = `http://worker/unreachable?${how}`;
          const refused = failure.parse(await (await one.fetch(url)).json());
          equal(refused.name, "NetworkError", `error for ${name}`);
          ok(refused.message.includes(`binding ${name} returned no token`), refused.message);
          const [first, second] = events.parse(await (await one.fetch(`${url}&alone`)).json());
          equal(first?.outcome, "coordinator_failed", `first event for ${name}`);
          ok(first?.reason?.includes(`binding ${name}`) ?? false, `reason: ${first?.reason}`);
          equal(second?.outcome, "obtained", `second event for ${name}`);
        }
      },
    },
    {
      name:
        "runtime: a caller that leaves during its request for permits does not block the others " +
        `(${date})`,
      async run() {
        const { one } = workers();
        // The objects of all dates share their storage.
        await one.fetch("http://worker/lose?name=leaving");
        const left = await one.fetch("http://worker/leave-budget?name=leaving");
        equal(await left.text(), "left", "response");
        const ended = await one.fetch("http://worker/budget?name=leaving&timeout=4000");
        const calls = outcomes.parse(await ended.json());
        equal(calls.filter((call) => call !== "ok"), [], "calls that failed");
      },
    },
    {
      name: `runtime: Workers share a budget of requests a minute (${date})`,
      async run() {
        const { one, other, control } = workers();
        await one.fetch("http://worker/lose");
        const before = Number(await control("requests"));
        const ended = await Promise.all(
          [one, other].map(async (worker) =>
            outcomes.parse(await (await worker.fetch("http://worker/budget")).json())
          ),
        );
        const sent = Number(await control("requests")) - before;
        ok(sent <= PER_MINUTE, `${sent} requests within a minute; expected at most ${PER_MINUTE}`);
        equal(ended.flat().filter((call) => call === "ok").length, PER_MINUTE - 1, "calls");
        for (const call of ended.flat()) {
          if (call !== "ok") equal(call.name, "RateLimitError", "error");
        }
        await one.fetch("http://worker/evict");
        const third = outcomes.parse(await (await other.fetch("http://worker/budget")).json());
        equal(
          third.filter((call) => call === "ok").length,
          0,
          "calls after the object was evicted",
        );
      },
    },
  ];
}

async function expectOk(response: Response): Promise<void> {
  ok(response.status === 200, `status ${response.status}: ${await response.text()}`);
}

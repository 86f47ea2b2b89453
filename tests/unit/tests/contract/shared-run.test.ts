import { describe, expect, test } from "bun:test";
import { createManualClock, createMockServer } from "../../../../mock-server/mod.ts";
import type { FetchFunction } from "../../../../mod.ts";
import { bind, define } from "../../../contract/case.ts";
import { RecordsLeft } from "../../../contract/left-over.ts";
import type { Target } from "../../../contract/target.ts";
import { until } from "../../../contract/tools.ts";

/** A shared target, of which DELETE fails some times. */
async function shared(failures = 0) {
  const mock = createMockServer();
  const scratch = mock.tenant.collections.create({ slug: "scratch", name: "Scratch" });
  const { appId, appSecret } = await mock.tenant.apps.create({ name: "Test", description: "Test" });
  let left = failures;
  const target: Target = {
    fetch: (input, init) =>
      init?.method === "DELETE" && left-- > 0
        ? Promise.resolve(new Response("<h1>Busy</h1>", { status: 502 }))
        : mock.fetch(input, init),
    baseUrl: mock.baseUrl,
    credentials: { appId, appSecret },
    collection: "scratch",
    timer: createManualClock(),
  };
  return { target, records: scratch.records };
}

const adding = (fact: () => void | Promise<void> = () => {}) =>
  define({
    id: "made-up",
    title: "made up",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      await records.add();
      await fact();
    },
  });

const run = async (definition: ReturnType<typeof define>, target: Target) =>
  await bind("test", [definition], target)[0]?.run();

/** Runs a case whose time is over as soon as a request that was sent and the time allow it. */
async function runOutOfTime(
  definition: ReturnType<typeof define>,
  target: Target,
  isTimeOver: (sent: readonly string[]) => boolean,
): Promise<void> {
  const deadlineClock = createManualClock({ autoAdvance: false });
  const sent: string[] = [];
  const fetch: FetchFunction = (input, init) => {
    sent.push(`${init?.method} ${new URL(input).pathname}`);
    return target.fetch(input, init);
  };
  let hasEnded = false;
  const ended = run(definition, { ...target, fetch, idleTimeout: 20_000, deadlineClock })
    .finally(() => hasEnded = true);
  ended.catch(() => {});
  await until(() => hasEnded, async () => {
    if (isTimeOver(sent)) await deadlineClock.advance("20s");
  });
  await ended;
}

const isDeleting = (sent: readonly string[]) => sent.at(-1)?.startsWith("DELETE") ?? false;

/** The same target, of which some requests get a response whose body never ends. */
function stalled(target: Target, isStalled: (method?: string, url?: string) => boolean): Target {
  const fetch: FetchFunction = (input, init) =>
    isStalled(init?.method, input)
      ? Promise.resolve(new Response(new ReadableStream()))
      : target.fetch(input, init);
  return { ...target, fetch };
}

describe("a case on a shared target", () => {
  test("deletes its records, also if that fails at first", async () => {
    const { target, records } = await shared(2);
    await run(adding(), target);
    expect(records.count()).toBe(0);
  });

  test("fails if it cannot delete its records, and names them", async () => {
    const { target, records } = await shared(100);
    const ended = run(adding(), target);
    await expect(ended).rejects.toThrow(RecordsLeft);
    await expect(ended).rejects.toThrow(
      "Records in the collection scratch could not be deleted. Delete them: " +
        `${records.list()[0]?.id} (`,
    );
  });

  test("tells both that it failed, and that its records are left", async () => {
    const { target } = await shared(100);
    const failing = adding(() => {
      throw new Error("the fact does not hold");
    });
    const ended = run(failing, target);
    await expect(ended).rejects.toThrow("the fact does not hold");
    await expect(ended).rejects.toThrow("could not be deleted");
  });

  test("is stopped if nothing happens for long, and still deletes its records", async () => {
    const { target, records } = await shared();
    const idle = adding(() => new Promise(() => {}));
    const ended = runOutOfTime(
      idle,
      target,
      (sent) => records.count() === 1 && !isDeleting(sent),
    );
    await expect(ended).rejects.toThrow("the case sent and received nothing for 20 s");
    expect(records.count()).toBe(0);
  });

  test("does not wait for a response to a DELETE whose body never ends", async () => {
    const { target, records } = await shared();
    const ended = runOutOfTime(
      adding(),
      stalled(target, (method) => method === "DELETE"),
      isDeleting,
    );
    await expect(ended).rejects.toThrow("(no response within 20 s)");
    await expect(ended).rejects.toThrow(`Delete them: ${records.list()[0]?.id} (`);
  });

  test("does not wait for a response to a POST whose body never ends", async () => {
    const { target } = await shared();
    const ended = runOutOfTime(
      adding(),
      stalled(target, (_, url) => url?.endsWith("/scratch") ?? false),
      (sent) => sent.at(-1)?.endsWith("/scratch") ?? false,
    );
    await expect(ended).rejects.toThrow("the case sent and received nothing");
  });

  test("tells which record it added if the response broke off, and finds it by its link", async () => {
    for (const external of [undefined, [{ key: "contract", id: "1" }]]) {
      const { target, records } = await shared();
      const broken: Target = {
        ...target,
        async fetch(input, init) {
          const response = await target.fetch(input, init);
          if (!input.endsWith("/scratch")) return response;
          if (external !== undefined) throw new TypeError("the connection broke off");
          return new Response('{"id":', response);
        },
      };
      const definition = define({
        id: "made-up",
        title: "made up",
        level: "wire",
        evidence: "A",
        needs: ["collection"],
        run: async ({ records }) => void await records.add({ external }),
      });
      const error = await run(definition, broken).catch((error: unknown) => error);
      expect([external, error instanceof RecordsLeft, records.count()])
        .toEqual([external, external === undefined, external === undefined ? 1 : 0]);
      if (external === undefined) {
        expect(String(error)).toContain(
          'Delete them: one with the data {"name":"Contract"} (the response to its POST has no ID)',
        );
      }
    }
  });

  test("that is stopped by its signal tells which records are left", async () => {
    const { target, records } = await shared(100);
    const stop = new AbortController();
    const reason = new Error("enough");
    const stopping = adding(() => {
      stop.abort(reason);
      return new Promise(() => {});
    });
    await expect(run(stopping, { ...target, signal: stop.signal })).rejects.toThrow(RecordsLeft);
    expect(records.count()).toBe(1);
    const clean = await shared();
    await expect(run(adding(), { ...clean.target, signal: stop.signal })).rejects.toBe(reason);
    expect(clean.records.count()).toBe(0);
  });
});

import { describe, expect, test } from "bun:test";
import { createManualClock, createMockServer } from "../../../../mock-server/mod.ts";
import { bind, define } from "../../../contract/case.ts";
import { RecordsLeft } from "../../../contract/left-over.ts";
import type { Target } from "../../../contract/target.ts";

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
    const ended = run(adding(() => new Promise(() => {})), { ...target, idleTimeout: 20 });
    await expect(ended).rejects.toThrow("the case sent and received nothing for 0.02 s");
    expect(records.count()).toBe(0);
  });

  test("does not wait for a response to a DELETE whose body never ends", async () => {
    const { target, records } = await shared();
    const stalled: Target = {
      ...target,
      idleTimeout: 20,
      fetch: (input, init) =>
        init?.method === "DELETE"
          ? Promise.resolve(new Response(new ReadableStream()))
          : target.fetch(input, init),
    };
    const ended = run(adding(), stalled);
    await expect(ended).rejects.toThrow("(no response within 0.02 s)");
    await expect(ended).rejects.toThrow(`Delete them: ${records.list()[0]?.id} (`);
  });

  test("does not wait for a response to a POST whose body never ends", async () => {
    const { target } = await shared();
    const stalled: Target = {
      ...target,
      idleTimeout: 20,
      fetch: (input, init) =>
        input.endsWith("/scratch")
          ? Promise.resolve(new Response(new ReadableStream()))
          : target.fetch(input, init),
    };
    await expect(run(adding(), stalled)).rejects.toThrow("the case sent and received nothing");
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

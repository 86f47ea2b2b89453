import { newCallState } from "../../../../src/http/call-state.ts";
import { describe, expect, test } from "bun:test";
import {
  BadRequestError,
  createClient,
  NetworkError,
  PartialFailureError,
  UnexpectedResponseError,
} from "../../../../mod.ts";
import { createClientContext } from "../../../../src/client-context.ts";
import { SchemaValidationError } from "../../../../src/errors/schema-validation-error.ts";
import {
  type Batch,
  type BatchWork,
  type BulkOptions,
  type Judged,
  type RecordSource,
  sendInBatches,
} from "../../../../src/records/batches.ts";
import type { BulkProgress, BulkReport, WriteReport } from "../../../../src/records/report.ts";
import { passingClock } from "../passing-clock.ts";

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const client = createClientContext({ token: "a-token" });

/** Handles a batch in a test. An error that it throws is an error of the call. */
type Send = (batch: Batch<number>) => Promise<Judged | void>;

/** Work that records its batches and calls the handler of the test. */
function work(over: { problemWith?: Work["problemWith"]; send?: Send } = {}) {
  const sent: number[][] = [];
  const done: Work = {
    name: "work",
    problemWith: () => undefined,
    async send(batch) {
      sent.push([...batch.items]);
      const state = { ...newCallState(), attempts: 1 };
      try {
        const body = await over.send?.(batch) ?? {};
        const unexpected = () => {
          throw new Error("not asked for");
        };
        return { state: { ...state, maybeApplied: true }, ok: true, value: { body, unexpected } };
      } catch (error) {
        const maybeApplied = error instanceof NetworkError;
        const rejected = error instanceof BadRequestError;
        return { state: { ...state, maybeApplied, rejected }, ok: false, error };
      }
    },
    judge: (_, { body }) => body as Judged,
    report: (report) => report,
    ...(over.problemWith ? { problemWith: over.problemWith } : {}),
  };
  return { sent, work: done };
}

type Work = BatchWork<number, BulkReport>;

/** Sends the records, and returns the report and the error that stopped the work. */
async function sendAll(w: Work, records: RecordSource<number>, options: BulkOptions) {
  const report = await sendInBatches(client, w, records, { ...options, throwOnFailure: false });
  return { report, stopped: "cause" in report ? { cause: report.cause } : undefined };
}

/** A report without its errors. */
function spans(report: WriteReport): Record<string, (number | undefined)[][]> {
  const { done, failed, unknown, unsent } = report;
  return Object.fromEntries(
    Object.entries({ done, failed, unknown, unsent })
      .filter(([, ranges]) => ranges.length > 0)
      .map(([kind, ranges]) => [kind, ranges.map(({ from, to }) => [from, to])]),
  );
}

/** A schema that refuses the data of some records. */
function misfit(...wrong: number[]): Work["problemWith"] {
  return (item) => {
    if (wrong.includes(item)) {
      throw new SchemaValidationError(`${item} is wrong`, { issues: ["wrong"] });
    }
    return undefined;
  };
}

async function* endless(): AsyncGenerator<number> {
  for (let i = 0;; i++) yield i;
}

describe("records are split into batches", () => {
  test("of the given size, in order, the last with the rest", async () => {
    const { sent, work: w } = work();
    const { report, stopped } = await sendAll(w, numbers(7), { batchSize: 3 });
    expect(sent).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect([spans(report), stopped]).toEqual([{ done: [[0, 7]] }, undefined]);
  });

  test("of 300 by default, from any iterable", async () => {
    for (
      const source of [
        numbers(301),
        new Set(numbers(301)),
        (async function* () {
          yield* numbers(301);
        })(),
      ]
    ) {
      const { sent, work: w } = work();
      await sendAll(w, source, {});
      expect(sent.map((items) => items.length)).toEqual([300, 1]);
    }
  });

  test("without a request if there are no records", async () => {
    const { sent, work: w } = work();
    const { report } = await sendAll(w, [], {});
    expect([sent, spans(report)]).toEqual([[], {}]);
  });

  test("without records that cannot be sent, and those before and after them are not delayed", async () => {
    const { sent, work: w } = work({ problemWith: misfit(2, 3) });
    const { report } = await sendAll(w, numbers(6), { batchSize: 4 });
    expect(sent).toEqual([[0, 1], [4, 5]]);
    expect(spans(report)).toEqual({ done: [[0, 2], [4, 6]], failed: [[2, 3], [3, 4]] });
  });
});

describe("concurrency", () => {
  test("is one by default, and never more than given", async () => {
    for (const [concurrency, most] of [[undefined, 1], [3, 3]] as const) {
      let [under, peak] = [0, 0];
      const { work: w } = work({
        async send() {
          peak = Math.max(peak, ++under);
          await turn();
          under -= 1;
        },
      });
      const { report } = await sendAll(w, numbers(10), { batchSize: 1, concurrency });
      expect([peak, spans(report)]).toEqual([most, { done: [[0, 10]] }]);
    }
  });

  test("reads a slow source once, in order, however many requests wait for it", async () => {
    let [reading, peak] = [0, 0];
    async function* slow() {
      for (const i of numbers(9)) {
        peak = Math.max(peak, ++reading);
        await turn();
        reading -= 1;
        yield i;
      }
    }
    const { sent, work: w } = work();
    const { report } = await sendAll(w, slow(), { batchSize: 2, concurrency: 4 });
    expect(peak).toBe(1);
    expect(sent.flat()).toEqual(numbers(9));
    expect(spans(report)).toEqual({ done: [[0, 9]] });
  });

  test("does not read a source ahead of the requests", async () => {
    let read = 0;
    function* counted() {
      for (;;) yield read++;
    }
    const { work: w } = work({ send: () => new Promise(() => {}) });
    void sendAll(w, counted(), { batchSize: 5, concurrency: 2 });
    for (let i = 0; i < 5; i++) await turn();
    expect(read).toBe(10);
  });

  test("stops all requests when one of them stops the work", async () => {
    const { sent, work: w } = work({
      async send({ from }) {
        await turn();
        if (from === 0) throw new NetworkError("cut");
      },
    });
    const { report, stopped } = await sendAll(w, numbers(100), {
      batchSize: 1,
      concurrency: 3,
    });
    expect(sent.flat()).toEqual([0, 1, 2]);
    expect(spans(report)).toEqual({ done: [[1, 3]], unknown: [[0, 1]], unsent: [[3, 100]] });
    expect(stopped?.cause).toBeInstanceOf(NetworkError);
  });
});

describe("an endless source", () => {
  test("reports an open-ended unsent range when the work stops", async () => {
    const { work: w } = work({
      async send({ from }) {
        if (from === 4) throw new NetworkError("cut");
      },
    });
    const { report, stopped } = await sendAll(w, endless(), { batchSize: 2 });
    expect(spans(report)).toEqual({ done: [[0, 4]], unknown: [[4, 6]], unsent: [[6, undefined]] });
    expect(stopped?.cause).toBeInstanceOf(NetworkError);
    await expect(sendInBatches(client, w, endless(), { batchSize: 2 }))
      .rejects.toThrow("work is incomplete (4 done, 0 failed, 2 unknown, the rest unsent): cut");
  });

  test("is closed, so that its finally block runs", async () => {
    let closed = false;
    async function* source() {
      try {
        yield* endless();
      } finally {
        closed = true;
      }
    }
    const { work: w } = work({
      send: () => Promise.reject(new NetworkError("cut")),
    });
    await sendAll(w, source(), { batchSize: 2 });
    expect(closed).toBe(true);
  });

  test("is abandoned immediately on abort, and the error is the abort's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { sent, work: w } = work({
      async send({ from }) {
        if (from === 2) controller.abort(reason);
      },
    });
    const options = { batchSize: 2, signal: controller.signal };
    const { report, stopped } = await sendAll(w, endless(), options);
    expect(sent).toEqual([[0, 1], [2, 3]]);
    expect(spans(report)).toEqual({ done: [[0, 4]], unsent: [[4, undefined]] });
    expect(stopped?.cause).toBe(reason);
  });
});

describe("a source that never yields its next record", () => {
  const silent = () =>
    (async function* () {
      yield* numbers(2);
      await new Promise(() => {});
    })();

  test("does not delay an abort", async () => {
    const controller = new AbortController();
    const { work: w } = work();
    const options = { batchSize: 1, signal: controller.signal };
    const working = sendAll(w, silent(), options);
    await turn();
    controller.abort(new Error("enough"));
    const { report, stopped } = await working;
    expect(spans(report)).toEqual({ done: [[0, 2]], unsent: [[2, undefined]] });
    expect(String(stopped?.cause)).toBe("Error: enough");
  });

  test("does not delay the report when a request has stopped the work", async () => {
    const { work: w } = work({
      async send({ from }) {
        await turn();
        if (from === 1) throw new NetworkError("cut");
      },
    });
    const { report } = await sendAll(w, silent(), { batchSize: 1, concurrency: 3 });
    expect(spans(report)).toEqual({ done: [[0, 1]], unknown: [[1, 2]], unsent: [[2, undefined]] });
  });
});

test("a source that never closes does not delay an abort", async () => {
  const source: RecordSource<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: false, value: 0 }),
      return: () => new Promise(() => {}),
    }),
  };
  for (const isSent of [false, true]) {
    const controller = new AbortController();
    const abort = () => controller.abort(new Error("enough"));
    const { work: w } = work({
      async send() {
        if (!isSent) return abort();
        // While the source is closed.
        setTimeout(abort);
        throw new NetworkError("cut");
      },
    });
    const { report } = await sendAll(w, source, { batchSize: 1, signal: controller.signal });
    expect(report.unsent).toEqual([{ from: 1 }]);
  }
});

describe("a source that throws", () => {
  for (const concurrency of [1, 2, 5]) {
    test(`stops the work, and its records that were not sent are unsent: concurrency ${concurrency}`, async () => {
      const broken = new Error("the file ended");
      async function* source() {
        yield* numbers(5);
        throw broken;
      }
      const { work: w } = work();
      const { report, stopped } = await sendAll(w, source(), { batchSize: 2, concurrency });
      expect(spans(report)).toEqual({ done: [[0, 4]], unsent: [[4, undefined]] });
      expect(stopped?.cause).toBe(broken);
    });
  }

  test("after a record that cannot be sent reports this record as failed only, not as unsent", async () => {
    async function* source() {
      yield* numbers(4);
      throw new Error("the file ended");
    }
    const { work: w } = work({ problemWith: misfit(2) });
    const { report } = await sendAll(w, source(), { batchSize: 9 });
    expect(spans(report)).toEqual({
      done: [[0, 2]],
      failed: [[2, 3]],
      unsent: [[3, undefined]],
    });
  });
});

describe("onProgress", () => {
  test("is called after each request, with the total for an array and without it for a generator", async () => {
    for (
      const [source, total] of [[numbers(3), { total: 3 }], [numbers(3).values(), {}]] as const
    ) {
      const told: BulkProgress[] = [];
      const { work: w } = work({
        async send({ from }) {
          if (from === 1) throw new BadRequestError("wrong");
        },
      });
      await sendAll(w, source, { batchSize: 1, onProgress: (p) => void told.push(p) });
      expect(told).toStrictEqual([
        { done: 1, failed: 0, ...total },
        { done: 1, failed: 1, ...total },
        { done: 2, failed: 1, ...total },
      ]);
    }
  });

  test("stops the work if it throws, and every record is in the report", async () => {
    const defect = new Error("a defect in the callback");
    for (const concurrency of [1, 2]) {
      const { work: w } = work({ send: turn });
      const { report, stopped } = await sendAll(w, numbers(9), {
        batchSize: 2,
        concurrency,
        onProgress() {
          throw defect;
        },
      });
      const sent = concurrency * 2;
      expect(spans(report)).toEqual({ done: [[0, sent]], unsent: [[sent, 9]] });
      expect(stopped?.cause).toBe(defect);
    }
  });

  test("is called after onBatch of the same batch", async () => {
    const told: string[] = [];
    const { work: w } = work({ send: async () => ({ announce: () => void told.push("batch") }) });
    const onProgress = () => void told.push("progress");
    await sendAll(w, numbers(2), { batchSize: 1, onProgress });
    expect(told).toEqual(["batch", "progress", "batch", "progress"]);
  });
});

test("each record is in exactly one range of the report, whatever fails", async () => {
  for (let round = 0; round < 200; round++) {
    const [size, batchSize, concurrency] = [round % 23, 1 + round % 5, 1 + round % 4];
    const { work: w } = work({
      problemWith: misfit(round % 7, round % 11),
      async send({ from }) {
        for (let i = (from * 7 + round) % 3; i > 0; i--) await turn();
        if ((from + round) % 13 === 0) throw new BadRequestError("wrong");
        if ((from + round) % 17 === 0) throw new NetworkError("cut");
      },
    });
    const { report } = await sendAll(w, numbers(size), { batchSize, concurrency });
    const { done, failed, unknown, unsent } = report;
    const named = [done, failed, unknown, unsent].flatMap((ranges: BulkReport["unsent"]) =>
      ranges.flatMap(({ from, to = size }) => numbers(to - from).map((i) => from + i))
    );
    expect([round, named.toSorted((a, b) => a - b)]).toEqual([round, numbers(size)]);
  }
});

describe("invalid options and arguments are refused", () => {
  for (
    const [what, records, options, message] of [
      [
        "a concurrency of 0",
        [],
        { concurrency: 0 },
        "concurrency: expected a whole number from 1 to 1000, got 0",
      ],
      [
        "half a request",
        [],
        { concurrency: 1.5 },
        "concurrency: expected a whole number from 1 to 1000, got 1.5",
      ],
      ["a huge concurrency", [], { concurrency: 1e9 }, "concurrency: expected a whole number"],
      [
        "a batchSize of 0",
        [],
        { batchSize: 0 },
        "batchSize: expected a whole number from 1 to 300, got 0",
      ],
      ["batches without end", [], { batchSize: Infinity }, "batchSize: expected a whole number"],
      ["more than Kinabase takes", [], { batchSize: 301 }, "batchSize: expected a whole number"],
      ["a Promise", Promise.resolve([]), {}, "iterable of records, got a Promise; await it"],
      ["one record", { data: {} }, {}, "work: expected an iterable of records, got an object"],
      ["a text", "abc", {}, 'work: expected an iterable of records, got "abc"'],
      ["nothing", undefined, {}, "work: expected an iterable of records, got undefined"],
      ["null", null, {}, "work: expected an iterable of records, got null"],
      ["a batchTimeout of 0", [], { batchTimeout: 0 }, "batchTimeout: expected"],
    ] as const
  ) {
    test(what, async () => {
      const { sent, work: w } = work();
      // Wrong on purpose, as the compiler would also report.
      await expect(Reflect.apply(sendInBatches, undefined, [client, w, records, options]))
        .rejects.toThrow(message);
      expect(sent).toEqual([]);
    });
  }
});

describe("a call ends with", () => {
  const refusing = () =>
    work({
      async send({ from }) {
        if (from === 2) {
          throw new BadRequestError("no such field", { status: 400, serverMessage: "No." });
        }
      },
    }).work;

  test("its report if all is done", async () => {
    const report = await sendInBatches(client, work().work, numbers(2), {});
    expect(report).toEqual({ done: [{ from: 0, to: 2 }], failed: [], unknown: [], unsent: [] });
  });

  test("its report if throwOnFailure is false", async () => {
    const report = await sendInBatches(client, refusing(), numbers(5), {
      batchSize: 1,
      throwOnFailure: false,
    });
    expect(spans(report)).toEqual({ done: [[0, 2], [3, 5]], failed: [[2, 3]] });
  });

  test("a PartialFailureError with the report, counts and the reason", async () => {
    const thrown: unknown = await sendInBatches(client, refusing(), numbers(5), { batchSize: 1 })
      .catch((error: unknown) => error);
    if (!(thrown instanceof PartialFailureError)) throw new Error("expected a PartialFailureError");
    expect(thrown.message)
      .toBe("work is incomplete (4 done, 1 failed, 0 unknown, 0 unsent): no such field");
    expect([thrown.status, thrown.serverMessage]).toEqual([400, "No."]);
    // No error stopped the work.
    expect(thrown.cause).toBeUndefined();
    expect(JSON.parse(JSON.stringify(thrown)).report.failed[0].error.code).toBe("bad_request");
  });

  test("a timeout of the whole call, with every record in the report", async () => {
    const people = createClient({
      token: "a-token",
      fetch: () => new Promise(() => {}),
      deadlineClock: passingClock(),
    }).collection("people");
    const rows = numbers(3).map((amount) => ({ data: { amount } }));
    const options = { batchSize: 2, timeout: 1_000, throwOnFailure: false };
    const report = await people.bulk.create(rows, options);
    expect(report.cause).toMatchObject({ code: "timeout", scope: "call", timeout: 1_000 });
    expect(spans(report)).toEqual({ unknown: [[0, 2]], unsent: [[2, 3]] });
  });

  test("a timeout of the whole call while a source does not yield its next record", async () => {
    const deadlineClock = passingClock();
    const people = createClient({ token: "a-token", deadlineClock }).collection("people");
    const silent = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }),
    };
    const report = await people.bulk.create(silent, { timeout: 1_000, throwOnFailure: false });
    expect(report.cause).toMatchObject({
      message: "No end of the bulk call within 1000 ms (timeout)",
    });
    expect(spans(report)).toEqual({ unsent: [[0, undefined]] });
  });

  test("an abort that came before it, and nothing was read or sent", async () => {
    let reads = 0;
    function* source() {
      reads += 1;
      yield 0;
    }
    const { sent, work: w } = work();
    const { report, stopped } = await sendAll(w, source(), { signal: AbortSignal.abort("enough") });
    expect([sent, reads, stopped?.cause]).toEqual([[], 0, "enough"]);
    expect(spans(report)).toEqual({ unsent: [[0, undefined]] });
  });

  test("an error before the first request of a batch, whose records are unsent", async () => {
    const defect = new UnexpectedResponseError("no token");
    const token = () => Promise.reject(defect);
    const people = createClient({ token }).collection("people");
    const report = await people.bulk.create([{ data: {} }], { throwOnFailure: false });
    expect(report.cause).toBe(defect);
    expect(spans(report)).toEqual({ unsent: [[0, 1]] });
  });

  test("a batch that exceeds batchTimeout is unknown", async () => {
    const people = createClient({
      token: "a-token",
      fetch: () => new Promise(() => {}),
      deadlineClock: passingClock(),
    }).collection("people");
    const report = await people.bulk.create([{ data: { amount: 1 } }], {
      batchTimeout: 10,
      throwOnFailure: false,
    });
    expect(report.cause).toMatchObject({ code: "timeout", scope: "batch", timeout: 10 });
    expect(spans(report)).toEqual({ unknown: [[0, 1]] });
  });
});

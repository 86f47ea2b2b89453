import { describe, expect, test } from "bun:test";
import { BadRequestError, NetworkError, PartialFailureError } from "../../../../mod.ts";
import {
  type Batch,
  type BatchWork,
  type BulkOptions,
  conclude,
  sendInBatches,
} from "../../../../src/records/batches.ts";
import { SchemaValidationError } from "../../../../src/errors/schema-validation-error.ts";
import type { BulkProgress, BulkReport } from "../../../../src/records/report.ts";

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Work that notes what it was sent, and does whatever else a test wants. */
function work(over: Partial<BatchWork<number>> = {}) {
  const sent: number[][] = [];
  const done: BatchWork<number> = {
    name: "work",
    prepare: () => {},
    send: async () => {},
    ...over,
  };
  const send = async (batch: Batch<number>) => {
    sent.push([...batch.items]);
    return await done.send(batch);
  };
  return { sent, work: { ...done, send } };
}

/** A report, errors left out. */
function spans(report: BulkReport): Record<string, (number | undefined)[][]> {
  const { done, failed, unknown, unsent } = report;
  return Object.fromEntries(
    Object.entries({ done, failed, unknown, unsent })
      .filter(([, ranges]) => ranges.length > 0)
      .map(([kind, ranges]) => [kind, ranges.map(({ from, to }) => [from, to])]),
  );
}

/** Refuses the data of some records. */
function misfit(...wrong: number[]): BatchWork<number>["prepare"] {
  return (item) => {
    if (wrong.includes(item)) {
      throw new SchemaValidationError(`${item} is wrong`, { issues: ["wrong"] });
    }
  };
}

async function* endless(): AsyncGenerator<number> {
  for (let i = 0;; i++) yield i;
}

describe("records are cut into batches", () => {
  test("as large as they may be, in order, the last as large as the rest", async () => {
    const { sent, work: w } = work();
    const { report, stopped } = await sendInBatches(w, numbers(7), { batchSize: 3 });
    expect(sent).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect([spans(report), stopped]).toEqual([{ done: [[0, 7]] }, undefined]);
  });

  test("of 300 unless told, from any iterable", async () => {
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
      await sendInBatches(w, source, {});
      expect(sent.map((items) => items.length)).toEqual([300, 1]);
    }
  });

  test("no records are no request", async () => {
    const { sent, work: w } = work();
    const { report } = await sendInBatches(w, [], {});
    expect([sent, spans(report)]).toEqual([[], {}]);
  });

  test("a record that is held back makes no batch wait: those before it and after it are sent", async () => {
    const { sent, work: w } = work({ prepare: misfit(2, 3) });
    const { report } = await sendInBatches(w, numbers(6), { batchSize: 4 });
    expect(sent).toEqual([[0, 1], [4, 5]]);
    expect(spans(report)).toEqual({ done: [[0, 2], [4, 6]], failed: [[2, 3], [3, 4]] });
  });
});

describe("concurrency", () => {
  test("is one unless told, and never more than told", async () => {
    for (const [concurrency, most] of [[undefined, 1], [3, 3]] as const) {
      let [under, peak] = [0, 0];
      const { work: w } = work({
        async send() {
          peak = Math.max(peak, ++under);
          await turn();
          under -= 1;
        },
      });
      const { report } = await sendInBatches(w, numbers(10), { batchSize: 1, concurrency });
      expect([peak, spans(report)]).toEqual([most, { done: [[0, 10]] }]);
    }
  });

  test("a source that is slow is read once, in order, however many requests wait for it", async () => {
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
    const { report } = await sendInBatches(w, slow(), { batchSize: 2, concurrency: 4 });
    expect(peak).toBe(1);
    expect(sent.flat()).toEqual(numbers(9));
    expect(spans(report)).toEqual({ done: [[0, 9]] });
  });

  test("a source is not read further ahead than there are requests for it", async () => {
    let read = 0;
    function* counted() {
      for (;;) yield read++;
    }
    const { work: w } = work({ send: () => new Promise(() => {}) });
    void sendInBatches(w, counted(), { batchSize: 5, concurrency: 2 });
    for (let i = 0; i < 5; i++) await turn();
    expect(read).toBe(10);
  });

  test("what one request has ended, the others do not go on with", async () => {
    const { sent, work: w } = work({
      async send({ from }) {
        await turn();
        if (from === 0) throw new NetworkError("cut");
      },
    });
    const { report, stopped } = await sendInBatches(w, numbers(100), {
      batchSize: 1,
      concurrency: 3,
    });
    expect(sent.flat()).toEqual([0, 1, 2]);
    expect(spans(report)).toEqual({ done: [[1, 3]], unknown: [[0, 1]], unsent: [[3, 100]] });
    expect(stopped?.cause).toBeInstanceOf(NetworkError);
  });
});

describe("a source without an end", () => {
  test("whose work is ended has unsent records without an end", async () => {
    const { work: w } = work({
      async send({ from }) {
        if (from === 4) throw new NetworkError("cut");
      },
    });
    const { report, stopped } = await sendInBatches(w, endless(), { batchSize: 2 });
    expect(spans(report)).toEqual({ done: [[0, 4]], unknown: [[4, 6]], unsent: [[6, undefined]] });
    expect(() => conclude("work", report, stopped, {}))
      .toThrow("work was not done in full (4 done, 0 failed, 2 unknown, the rest unsent): cut");
  });

  test("is closed, so that its finally runs", async () => {
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
    await sendInBatches(w, source(), { batchSize: 2 });
    expect(closed).toBe(true);
  });

  test("is left at once when the signal aborts, and the abort's reason is what stopped it", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { sent, work: w } = work({
      async send({ from }) {
        if (from === 2) controller.abort(reason);
      },
    });
    const options = { batchSize: 2, signal: controller.signal };
    const { report, stopped } = await sendInBatches(w, endless(), options);
    expect(sent).toEqual([[0, 1], [2, 3]]);
    expect(spans(report)).toEqual({ done: [[0, 4]], unsent: [[4, undefined]] });
    expect(stopped?.cause).toBe(reason);
  });
});

describe("a source that never gives its next record", () => {
  const silent = () =>
    (async function* () {
      yield* numbers(2);
      await new Promise(() => {});
    })();

  test("does not hold up an abort", async () => {
    const controller = new AbortController();
    const { work: w } = work();
    const options = { batchSize: 1, signal: controller.signal };
    const working = sendInBatches(w, silent(), options);
    await turn();
    controller.abort(new Error("enough"));
    const { report, stopped } = await working;
    expect(spans(report)).toEqual({ done: [[0, 2]], unsent: [[2, undefined]] });
    expect(String(stopped?.cause)).toBe("Error: enough");
  });

  test("does not hold up the report of a request that ended the work", async () => {
    const { work: w } = work({
      async send({ from }) {
        await turn();
        if (from === 1) throw new NetworkError("cut");
      },
    });
    const { report } = await sendInBatches(w, silent(), { batchSize: 1, concurrency: 3 });
    expect(spans(report)).toEqual({ done: [[0, 1]], unknown: [[1, 2]], unsent: [[2, undefined]] });
  });
});

describe("a source that throws", () => {
  for (const concurrency of [1, 2, 5]) {
    test(`ends the work, and what it gave and was not sent is unsent: concurrency ${concurrency}`, async () => {
      const broken = new Error("the file ended");
      async function* source() {
        yield* numbers(5);
        throw broken;
      }
      const { work: w } = work();
      const { report, stopped } = await sendInBatches(w, source(), { batchSize: 2, concurrency });
      expect(spans(report)).toEqual({ done: [[0, 4]], unsent: [[4, undefined]] });
      expect(stopped?.cause).toBe(broken);
    });
  }

  test("after a record that was held back: that one is failed, and not unsent besides", async () => {
    async function* source() {
      yield* numbers(4);
      throw new Error("the file ended");
    }
    const { work: w } = work({ prepare: misfit(2) });
    const { report } = await sendInBatches(w, source(), { batchSize: 9 });
    expect(spans(report)).toEqual({
      done: [[0, 2]],
      failed: [[2, 3]],
      unsent: [[3, undefined]],
    });
  });
});

describe("onProgress", () => {
  test("is told after each request, with the total of an array and without that of a generator", async () => {
    for (
      const [source, total] of [[numbers(3), { total: 3 }], [numbers(3).values(), {}]] as const
    ) {
      const told: BulkProgress[] = [];
      const { work: w } = work({
        async send({ from }) {
          if (from === 1) throw new BadRequestError("wrong");
        },
      });
      await sendInBatches(w, source, { batchSize: 1, onProgress: (p) => void told.push(p) });
      expect(told).toEqual([
        { done: 1, failed: 0, ...total },
        { done: 1, failed: 1, ...total },
        { done: 2, failed: 1, ...total },
      ]);
    }
  });

  test("that throws ends the work, with every record accounted for", async () => {
    const defect = new Error("a defect in the callback");
    for (const concurrency of [1, 2]) {
      const { work: w } = work({ send: turn });
      const { report, stopped } = await sendInBatches(w, numbers(9), {
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

  test("comes after the announcement of its batch", async () => {
    const told: string[] = [];
    const { work: w } = work({ send: async () => ({ announce: () => void told.push("batch") }) });
    const onProgress = () => void told.push("progress");
    await sendInBatches(w, numbers(2), { batchSize: 1, onProgress });
    expect(told).toEqual(["batch", "progress", "batch", "progress"]);
  });
});

test("each record is in one range of the report, whatever goes wrong where", async () => {
  for (let round = 0; round < 200; round++) {
    const [size, batchSize, concurrency] = [round % 23, 1 + round % 5, 1 + round % 4];
    const { work: w } = work({
      prepare: misfit(round % 7, round % 11),
      async send({ from }) {
        for (let i = (from * 7 + round) % 3; i > 0; i--) await turn();
        if ((from + round) % 13 === 0) throw new BadRequestError("wrong");
        if ((from + round) % 17 === 0) throw new NetworkError("cut");
      },
    });
    const { report } = await sendInBatches(w, numbers(size), { batchSize, concurrency });
    const named = Object.values(report).flatMap((ranges: BulkReport["done"]) =>
      ranges.flatMap(({ from, to = size }) => numbers(to - from).map((i) => from + i))
    );
    expect([round, named.toSorted((a, b) => a - b)]).toEqual([round, numbers(size)]);
  }
});

describe("wrong options and arguments are refused", () => {
  for (
    const [what, records, options, message] of [
      ["no concurrency", [], { concurrency: 0 }, "concurrency: expected 1, 2, 3, …, got 0"],
      ["half a request", [], { concurrency: 1.5 }, "concurrency: expected 1, 2, 3, …, got 1.5"],
      ["batches of none", [], { batchSize: 0 }, "batchSize: expected 1, 2, 3, …, got 0"],
      ["batches without end", [], { batchSize: Infinity }, "batchSize: expected 1, 2, 3, …"],
      ["one record", { data: {} }, {}, "work: expected an iterable of records, got object"],
      ["a text", "abc", {}, "work: expected an iterable of records, got string"],
      ["nothing", undefined, {}, "work: expected an iterable of records, got undefined"],
    ] as const
  ) {
    test(what, async () => {
      const { sent, work: w } = work();
      // Wrong on purpose: the compiler would refuse some of them as well.
      await expect(Reflect.apply(sendInBatches, undefined, [w, records, options]))
        .rejects.toThrow(message);
      expect(sent).toEqual([]);
    });
  }
});

describe("what a call ends with", () => {
  const report = (over: Partial<BulkReport>): BulkReport => ({
    done: [],
    failed: [],
    unknown: [],
    unsent: [],
    ...over,
  });
  const ended = (of: BulkReport, options: BulkOptions = {}) =>
    conclude("work", of, undefined, options);

  test("its report, when all is done", () => {
    const all = report({ done: [{ from: 0, to: 2 }] });
    expect(ended(all)).toBe(all);
  });

  test("its report, when that was asked for", () => {
    const some = report({ unsent: [{ from: 0, to: 2 }] });
    expect(ended(some, { throwOnFailure: false })).toBe(some);
  });

  test("a PartialFailureError that holds the report, counts, and says why", () => {
    const error = new BadRequestError("no such field", { status: 400, serverMessage: "No." });
    const some = report({
      done: [{ from: 0, to: 2 }, { from: 5, to: 6 }],
      failed: [{ from: 2, to: 5, error }],
    });
    let thrown: unknown;
    try {
      ended(some);
    } catch (caught) {
      thrown = caught;
    }
    if (!(thrown instanceof PartialFailureError)) throw new Error("expected a PartialFailureError");
    expect(thrown.message)
      .toBe("work was not done in full (3 done, 3 failed, 0 unknown, 0 unsent): no such field");
    expect(thrown.report).toBe(some);
    expect([thrown.cause, thrown.status, thrown.serverMessage]).toEqual([error, 400, "No."]);
  });
});

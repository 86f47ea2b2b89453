import { describe, expect, test } from "bun:test";
import {
  AssumedBehavior,
  type CaseResult,
  type ContractCase,
  contradictions,
  fidelity,
  runContract,
} from "../../../contract/mod.ts";
import { RecordsLeft } from "../../../contract/left-over.ts";

const made = (id: string, over: Partial<ContractCase> = {}): ContractCase => ({
  id: `made-up/${id}`,
  title: `the fact ${id}`,
  subject: "made-up",
  level: "wire",
  evidence: "S",
  run: () => Promise.resolve(),
  ...over,
});

const result = (
  outcome: CaseResult["outcome"],
  id: string,
  over: Partial<ContractCase> = {},
  error?: unknown,
): CaseResult => ({ case: made(id, over), outcome, ...(error === undefined ? {} : { error }) });

const RESULTS: CaseResult[] = [
  result("passed", "s-1"),
  result("failed", "s-2", {}, new Error("status: expected 200, got 500")),
  result("skipped", "s-3", { skip: "the time of this target cannot be moved" }),
  result("passed", "d-1", { evidence: "D" }),
  result("passed", "d-2", { evidence: "D", level: "client" }),
  result("failed", "o-1", { evidence: "O" }, "not an error"),
  result("passed", "a-1", { evidence: "A" }),
  result(
    "failed",
    "a-2",
    { evidence: "A" },
    new Error("status: expected 405, got 404\nThe last request: GET status → 404"),
  ),
  result("passed", "a-6", { evidence: "A" }),
  result("passed", "a-7", { evidence: "A", subject: "other", id: "other/a-7" }),
  result("skipped", "a-3", { evidence: "A", skip: "this target cannot create apps" }),
  result("passed", "a-4", { evidence: "A", level: "client" }),
  result("failed", "a-5", { evidence: "A", level: "client" }, new Error("the client is at fault")),
];

test("the report counts by evidence, and names assumed facts and contradictions", () => {
  expect(fidelity(RESULTS)).toBe(`Fidelity report

Facts about the server:
S  stated by the specification: 1 held, 1 did not, 0 not checked
D  documented publicly by Kinabase: 1 held, 0 did not, 0 not checked
O  observed in programs that use the real service: 0 held, 1 did not, 0 not checked
A  assumed: 3 held, 1 did not, 1 not checked

Rules of the client: 2 held, 1 did not, 0 not checked

Assumed facts that held:
  made-up: a-1, a-6
  other: a-7

Assumed facts not checked (this target cannot create apps):
  made-up: a-3

Assumed facts that did not hold:
  - the fact a-2 (made-up/a-2)
      status: expected 405, got 404
      The last request: GET status → 404

Known facts and client rules that did not hold:
  - the fact s-2 (made-up/s-2)
      status: expected 200, got 500
  - the fact o-1 (made-up/o-1)
  - the fact a-5 (made-up/a-5)
      the client is at fault

1 more cases need what only a mock can do, such as moving the time or injecting faults.`);
});

test("an assumption whose records are left counts as a contradiction", () => {
  const left = [
    result("failed", "a-1", { evidence: "A" }, new RecordsLeft(["1 (busy)"], "scratch")),
  ];
  expect(contradictions(left)).toEqual(left);
  const report = fidelity(left);
  expect(report).not.toContain("Assumed facts that did not hold");
  expect(report).toContain(
    "Records in the collection scratch could not be deleted. Delete them: 1 (busy)",
  );
});

test("a client's case that depends on assumed behavior is unclear, and no contradiction", () => {
  const error = new AssumedBehavior(new Error("update: expected a record"), ["update.answer"]);
  const unclear = result("failed", "d-1", { evidence: "D", level: "client" }, error);
  expect(contradictions([unclear])).toEqual([]);
  const report = fidelity([unclear]);
  expect(report).toContain("Rules of the client: 0 held, 0 did not, 0 not checked, 1 unclear\n");
  expect(report).toContain(
    "  - the fact d-1 (made-up/d-1)\n      update: expected a record\n      This depends on",
  );
  expect(report).toContain("update.answer=record");
  expect(report).not.toContain("client rules that did not hold");
});

test("empty sections are left out", () => {
  expect(fidelity([])).toBe(`Fidelity report

Facts about the server:
S  stated by the specification: 0 held, 0 did not, 0 not checked
D  documented publicly by Kinabase: 0 held, 0 did not, 0 not checked
O  observed in programs that use the real service: 0 held, 0 did not, 0 not checked
A  assumed: 0 held, 0 did not, 0 not checked

Rules of the client: 0 held, 0 did not, 0 not checked`);
});

test("a failure is a contradiction unless it is an assumption about the wire", () => {
  expect(contradictions(RESULTS).map(({ case: { id } }) => id))
    .toEqual(["made-up/s-2", "made-up/o-1", "made-up/a-5"]);
});

describe("runContract", () => {
  test("runs the cases in order, one after another, and reports each result immediately", async () => {
    const log: string[] = [];
    const noting = (id: string) =>
      made(id, {
        async run() {
          log.push(`${id} begins`);
          await new Promise<void>((resolve) => setTimeout(resolve, 0));
          log.push(`${id} ends`);
        },
      });
    await runContract([noting("1"), noting("2")], ({ case: { title } }) => void log.push(title));
    expect(log)
      .toEqual(["1 begins", "1 ends", "the fact 1", "2 begins", "2 ends", "the fact 2"]);
  });

  test("keeps the thrown error, continues after it, and does not run skipped cases", async () => {
    const error = new Error("no");
    let ran = false;
    const cases = [
      made("1", { run: () => Promise.reject(error) }),
      made("2", {
        skip: "because",
        run() {
          ran = true;
          return Promise.resolve();
        },
      }),
      made("3"),
    ];
    const results = await runContract(cases);
    expect(results.map(({ outcome }) => outcome)).toEqual(["failed", "skipped", "passed"]);
    expect([results[0]?.error, ran]).toEqual([error, false]);
  });

  describe("after three failures in a row", () => {
    const failing = (id: string) => made(id, { run: () => Promise.reject(new Error("no")) });
    const cases = [
      made("1"),
      failing("2"),
      failing("3"),
      failing("4"),
      made("5"),
      made("6", { skip: "so" }),
    ];
    const outcomes = (results: CaseResult[]) =>
      results.map(({ case: { skip }, outcome, error }) => [outcome, skip, error !== undefined]);

    test("stops if the target no longer works, and these failures do not count", async () => {
      const results = await runContract(cases, undefined, {
        check: () => Promise.resolve("It is down."),
      });
      expect(outcomes(results)).toEqual([
        ["passed", undefined, false],
        ...[2, 3, 4, 5].map(() => ["skipped", "It is down.", false]),
        ["skipped", "so", false],
      ]);
    });

    test("goes on if the target works, and checks again only after three more", async () => {
      let checks = 0;
      const check = () => Promise.resolve(void (checks += 1));
      const results = await runContract([...cases, ...cases], undefined, { check });
      expect(results.filter(({ outcome }) => outcome === "failed")).toHaveLength(6);
      expect(checks).toBe(2);
    });
  });

  test("after its signal aborts, skips the current case, if it fails, and all others", async () => {
    const stop = new AbortController();
    const stopping = (settle: () => Promise<void>) => () => {
      stop.abort();
      return settle();
    };
    const cases = [
      made("1"),
      made("2", { run: stopping(() => Promise.reject(new Error("no"))) }),
      made("3"),
    ];
    const reported: string[] = [];
    const onResult = ({ case: { id, skip }, outcome }: CaseResult) =>
      void reported.push(`${id} ${outcome} ${skip}`);
    const results = await runContract(cases, onResult, { signal: stop.signal });
    expect(reported).toEqual([
      "made-up/1 passed undefined",
      "made-up/2 skipped the run was stopped",
      "made-up/3 skipped the run was stopped",
    ]);
    expect(contradictions(results)).toEqual([]);
    const passing = [made("1", { run: stopping(() => Promise.resolve()) })];
    const [result] = await runContract(passing, undefined, { signal: stop.signal });
    expect(result?.outcome).toBe("skipped");
  });
});

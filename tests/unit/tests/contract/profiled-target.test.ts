// A target that behaves as its profile says has no red case, and one that does not has exactly the cases that depend on it.
import { describe, expect, test } from "bun:test";
import {
  type BehaviorOptions,
  behaviorTable,
  createMockServer,
  type Profile,
} from "../../../../mock-server/mod.ts";
import {
  contract,
  type ContractCase,
  mockTarget,
  runContract,
  type Target,
} from "../../../contract/mod.ts";

const OPTIONS = Object.entries(behaviorTable).flatMap(([id, { options, default: usual }]) =>
  Object.keys(options).filter((option) => option !== usual).map((option) => [id, option] as const)
);

/** Cases whose outcome one option changes only together with another one. */
const TOGETHER = ["bulk/external-moved external.duplicate=move"];

/** Behaviors without an assumed fact, because known facts hold under each option or contradict one. */
const NO_ASSUMED_FACT = [
  "record.no-links=absent",
  "record.no-links=array",
  "update.external-null=clear",
];

const profileOf = (behaviors: Record<string, string>): Profile => ({
  version: 1,
  target: "http://127.0.0.1:1/api/v1/",
  date: "2026-01-31T12:00:00.000Z",
  behaviors: Object.fromEntries(
    Object.entries(behaviors).map(([id, option]) => [id, { option }]),
  ),
});

/** A target that does not say how it behaves, such as a deployment. */
function stranger(behaviors: BehaviorOptions): Target {
  const { isolate, ...target } = mockTarget(createMockServer({ behaviors }));
  return {
    ...target,
    behavior: undefined,
    isolate: async (options) => ({ ...(await isolate?.(options) ?? target), behavior: undefined }),
  };
}

async function failed(cases: ContractCase[]): Promise<string[]> {
  const results = await runContract(cases);
  return results.filter(({ outcome }) => outcome === "failed").map((of) => of.case.id);
}

describe.each(OPTIONS)("%s=%s", (id, option) => {
  const dependent = (target: Target, behaviors: Record<string, string>) =>
    contract(target, { profile: profileOf(behaviors) }).filter(({ dependsOn = {} }) =>
      Object.entries(dependsOn).some(([of, outcomes]) => of === id && option in outcomes)
    );
  const decisive = (cases: ContractCase[]) =>
    cases.filter((of) => of.level === "wire" && !TOGETHER.includes(`${of.id} ${id}=${option}`))
      .map((of) => of.id);

  test("a target that behaves as its profile says passes", async () => {
    expect(await failed(dependent(stranger({ [id]: option }), { [id]: option }))).toEqual([]);
  });

  test("the assumed facts that depend on it fail if only the target behaves so", async () => {
    const cases = dependent(stranger({ [id]: option }), {});
    expect(await failed(cases)).toEqual(expect.arrayContaining(decisive(cases)));
  });

  test("the assumed facts that depend on it fail if only the profile says so", async () => {
    const cases = dependent(stranger({}), { [id]: option });
    expect(await failed(cases)).toEqual(expect.arrayContaining(decisive(cases)));
  });
});

test("each option has a case that depends on it", () => {
  const known = new Set(
    contract(mockTarget(createMockServer())).flatMap(({ dependsOn = {} }) =>
      Object.entries(dependsOn).flatMap(([id, outcomes]) =>
        Object.keys(outcomes).map((option) => `${id}=${option}`)
      )
    ),
  );
  const missing = OPTIONS.map((pair) => pair.join("=")).filter((pair) => !known.has(pair));
  expect(missing).toEqual(NO_ASSUMED_FACT);
});

test("only assumed facts depend on behaviors", () => {
  const cases = contract(mockTarget(createMockServer()));
  const wrong = cases.filter(({ level, evidence, dependsOn }) =>
    level === "wire" && evidence !== "A" && dependsOn !== undefined
  );
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test("the title of a case says what the profile makes it expect", () => {
  const [usual, changed] = [{}, { profile: profileOf({ "update.answer": "204" }) }].map((options) =>
    contract(mockTarget(createMockServer()), options)
      .find(({ id }) => id === "records/patch-answer")?.title
  );
  expect(usual).toBe("PATCH returns the whole record");
  expect(changed).toBe("PATCH returns the whole record (under update.answer=204: 204)");
});

test("a case that asks for other behaviors than those of the profile expects them", async () => {
  const profile = profileOf({ "rate-limit.retry-after": "date" });
  const cases = contract(stranger({ "rate-limit.retry-after": "date" }), { profile });
  expect(await failed(cases.filter(({ subject }) => subject === "limits" || subject === "retries")))
    .toEqual([]);
});

test("an unknown option of contract() and an invalid profile are refused by name", () => {
  const target = mockTarget(createMockServer());
  // Wrong on purpose, as the compiler would also report.
  const wrong = (options: object) => () => Reflect.apply(contract, undefined, [target, options]);
  expect(wrong({ behaviors: {} })).toThrow('Unknown option "behaviors" of contract()');
  expect(wrong({ profile: { version: 2 } })).toThrow("profile");
});

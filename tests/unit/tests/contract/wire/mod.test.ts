// Known facts do not depend on what is assumed, and assumed facts are judged by how the target behaves.
import { describe, expect, test } from "bun:test";
import type { FetchFunction } from "../../../../../mod.ts";
import {
  type BehaviorOptions,
  behaviorTable,
  createMockServer,
} from "../../../../../mock-server/mod.ts";
import { contract, mockTarget, runContract } from "../../../../contract/mod.ts";

/** Behaviors that change a known fact on purpose, because the fact is known weakly. */
const WEAK: Readonly<Record<string, string>> = {
  // Documented, but clients must do without it.
  "collections.slug=absent": "collections/list-slug",
  // Observed, like the behavior itself.
  "update.external-null=clear": "records/null-not-given",
  // Documented for three methods together.
  "external.patch-unknown=create": "external/unknown-patch",
};

/** Worlds in which each behavior has another option than usual. Together they have all options. */
const WORLDS: BehaviorOptions[] = [0, 1, 2].map((turn) =>
  Object.fromEntries(
    Object.entries(behaviorTable).map(([id, { options, default: usual }]) => {
      const others = Object.keys(options).filter((option) => option !== usual);
      return [id, others[Math.min(turn, others.length - 1)]];
    }),
  )
);

test("the worlds have every option that is not a default", () => {
  const had = new Set(WORLDS.flatMap((world) => Object.entries(world).map((pair) => pair.join())));
  const all = Object.values(behaviorTable).flatMap(({ options }) => Object.keys(options));
  expect(had.size).toBe(all.length - Object.keys(behaviorTable).length);
});

test.each(WORLDS)(
  "facts about the server hold however the mock behaves: world %#",
  async (behaviors) => {
    const cases = contract(mockTarget(createMockServer({ behaviors })))
      .filter(({ level }) => level === "wire");
    const failed = (await runContract(cases)).filter(({ outcome }) => outcome === "failed");
    const weak = Object.entries(behaviors).flatMap(([id, option]) => WEAK[`${id}=${option}`] ?? []);
    expect(failed.map((of) => of.case.id).sort()).toEqual(weak.sort());
  },
);

describe("a fact does not hold because of any response:", () => {
  for (
    const [status, body, ids] of [
      [404, '{"error":"no"}', ["status/json", "status/version-body"]],
      [200, '{"error":"no"}', ["errors/envelope", "errors/media-type"]],
      [200, "[]", [
        "status/json",
        "status/version-body",
        "collections/list",
        "collections/list-slug",
      ]],
    ] as const
  ) {
    test(`${status} ${body}`, async () => {
      const mock = createMockServer();
      const headers = { "content-type": "application/json" };
      const fetch: FetchFunction = (input, init) =>
        input.endsWith("/token")
          ? mock.fetch(input, init)
          : Promise.resolve(new Response(body, { status, headers }));
      const cases = contract(mockTarget(mock, { baseUrl: mock.baseUrl, fetch }))
        .filter(({ id }) => ids.some((of) => of === id));
      const results = await runContract(cases);
      expect(results.map(({ case: { id }, outcome }) => [id, outcome]))
        .toEqual(ids.map((id) => [id, "failed"]));
    });
  }
});

import { describe, expect, test } from "bun:test";
import { behaviorsOf, createMockServer } from "../../../../../mock-server/mod.ts";

const PROFILE = {
  version: 1,
  target: "https://kinabase.invalid/api/v1/",
  date: "2026-01-01T00:00:00.000Z",
  behaviors: {},
};

test("the options that a deployment shows are taken, and nothing else of a profile", () => {
  const behaviors = {
    "list.order": { option: "id" },
    "delete.answer": { other: "a page of HTML" },
    "status.body": { notSeen: "there was no time" },
  };
  expect(behaviorsOf({ ...PROFILE, behaviors })).toEqual({ "list.order": "id" });
  const $schema = "https://kinabase.invalid/profile.json";
  expect(behaviorsOf({ $schema, ...PROFILE })).toEqual({});
});

describe("an invalid profile is refused, and the error names the place", () => {
  const FINDING = "expected { option }, { other } or { notSeen }";
  const cases: [what: string, profile: unknown, message: string | RegExp][] = [
    ["a text", "x", 'profile: expected an object, got "x".'],
    ["another version", { ...PROFILE, version: 2 }, "version: expected 1, got 2."],
    [
      "no target",
      { ...PROFILE, target: undefined },
      "target is missing. Expected the base URL of the deployment.",
    ],
    [
      "a number as date",
      { ...PROFILE, date: 5 },
      "date: expected the date of the profile, got 5.",
    ],
    ["no behaviors", { ...PROFILE, behaviors: undefined }, "behaviors is missing."],
    [
      "an unknown property",
      { ...PROFILE, tarjet: "x" },
      "Unknown option tarjet. Did you mean target?",
    ],
    [
      "an unknown behavior",
      { ...PROFILE, behaviors: { "list.oder": { option: "id" } } },
      "Unknown option behaviors.list.oder. Did you mean behaviors.list.order?",
    ],
    [
      "an unknown option",
      { ...PROFILE, behaviors: { "list.order": { option: "newest" } } },
      `behaviors.list.order: ${FINDING}, got {"option":"newest"}.`,
    ],
    [
      "a finding that is a text",
      { ...PROFILE, behaviors: { "list.order": "id" } },
      `behaviors.list.order: ${FINDING}, got "id".`,
    ],
    [
      "a finding with two results",
      { ...PROFILE, behaviors: { "list.order": { option: "id", other: "x" } } },
      `behaviors.list.order: ${FINDING}, got {"option":"id","other":"x"}.`,
    ],
    ...["other", "notSeen"].map((name): [string, unknown, string] => [
      `${name} that is no text`,
      { ...PROFILE, behaviors: { "list.order": { [name]: 5 } } },
      `behaviors.list.order: ${FINDING}, got {"${name}":5}.`,
    ]),
  ];
  for (const [what, profile, message] of cases) {
    test(what, () => {
      for (
        const use of [
          () => Reflect.apply(behaviorsOf, undefined, [profile]),
          () => Reflect.apply(createMockServer, undefined, [{ profile }]),
        ]
      ) {
        expect(use).toThrow(TypeError);
        expect(use).toThrow(message);
      }
    });
  }
});

import * as fc from "fast-check";
import { RESERVED_WORDS } from "../../../src/wire/operations.ts";
import { anyText } from "./text.ts";

/** A path with parameters. Their values are encoded when the path is made. */
export interface PathPlan {
  /** The path with `{parameters}`. */
  template: string;
  params: Record<string, string>;
  /** What is done to the encoded path. */
  spelling: "plain" | "slashes" | "trailing" | "dots" | "encoded" | "raw";
  /** More text at the end. */
  more: string;
}

/** A path of an operation, mostly with known values, or something else. */
export function pathOf(
  template: string,
  values: Readonly<Record<string, readonly string[]>>,
): fc.Arbitrary<PathPlan> {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const known = fc.record(
    Object.fromEntries(names.map((name) => [name, fc.constantFrom(...values[name] ?? ["x"])])),
  );
  const odd = fc.record(Object.fromEntries(names.map((name) => [name, anyText()])));
  return fc.record({
    template: fc.constant(template),
    params: fc.oneof(
      { weight: 12, arbitrary: known },
      { weight: 1, arbitrary: fc.tuple(known, odd).map(([some, more]) => ({ ...some, ...more })) },
    ),
    spelling: fc.oneof(
      { weight: 12, arbitrary: fc.constant<"plain">("plain") },
      {
        weight: 2,
        arbitrary: fc.constantFrom("slashes", "trailing", "dots", "encoded", "raw"),
      },
    ),
    more: fc.oneof({ weight: 15, arbitrary: fc.constant("") }, { weight: 1, arbitrary: anyText() }),
  });
}

/** Whether a path names its operation, and not another one or none. */
export function isPlain({ spelling, more, params }: PathPlan): boolean {
  const names = Object.values(params);
  return spelling === "plain" && more === "" && !names.some((name) => NO_NAMES.includes(name));
}

const NO_NAMES: readonly string[] = ["", ".", "..", ...RESERVED_WORDS];

/** The text of a path; `undefined` if a value cannot be encoded. */
export function pathText(plan: PathPlan): string | undefined {
  const { template, params, spelling, more } = plan;
  let text: string;
  try {
    text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name] ?? "";
      return spelling === "raw" ? value : encodeURIComponent(value);
    });
  } catch {
    return undefined;
  }
  switch (spelling) {
    case "slashes":
      return text.replaceAll("/", "///") + more;
    case "trailing":
      return `${text}/${more}`;
    case "dots":
      return `/x/..${text}/./%2e%2e/${more}`;
    case "encoded":
      return text.replace(/[a-z]/g, (c) => `%${c.charCodeAt(0).toString(16)}`) + more;
    default:
      return text + more;
  }
}

import * as z from "zod";
import { expected, strict } from "../../support/check.ts";
import { formatValue } from "../../support/format-value.ts";
import { jsonText, NotJson } from "../../support/json-text.ts";
import { milliseconds } from "../clock/duration.ts";
import type { Chaos, Fault, FaultKind, FaultName, TokenFailureName } from "./fault-types.ts";
import { matchShape, requestMatch } from "../../support/request-match.ts";

const TOKEN_FAILURES: readonly TokenFailureName[] = [
  "invalidCredentials",
  "apiNotEnabled",
  "appExpired",
  "appRevoked",
  "tokenMissing",
  "tokenInvalid",
  "tokenExpired",
];

/** Statuses whose responses have no body. */
const BODILESS: readonly number[] = [204, 205, 304];

const whole = (least: number, most: number, what: string) =>
  z.lazy(() => z.int(expected(what)).min(least, expected(what)).max(most, expected(what)));

const anyStatus = whole(200, 599, "200 to 599");
const failureStatus = whole(400, 599, "400 to 599");
const bytes = whole(0, Number.MAX_SAFE_INTEGER, "a number of bytes").optional();
const count = whole(1, Number.MAX_SAFE_INTEGER, "1, 2, 3, …").optional();
const text = z.lazy(() => z.string(expected("a string")));
const message = z.lazy(() => z.string(expected("a string")).min(1, expected("a string")))
  .optional();

const LONGEST_DELAY = 365 * 86_400_000;
const DURATION = 'milliseconds or a string such as "61m", "1h30m" or "500ms", at most a year';
const duration = z.lazy(() =>
  z.union([z.number(), z.string()], expected(DURATION))
    .refine((value) => isDuration(value), expected(DURATION))
);

const HEADER = "header names of letters, digits and -, and values without line breaks";
const headers = z.lazy(() =>
  z.record(z.string(), text, expected("an object of strings")).refine(areHeaders, expected(HEADER))
).optional();

const body = z.lazy(() => z.unknown().superRefine(expectJson)).optional();

/** The properties of each kind, besides the name. */
const SHAPES = {
  status: { status: anyStatus, body, headers },
  delay: { duration },
  stalledBody: { after: bytes },
  cutBody: { after: bytes },
  malformedJson: {},
  html: { status: anyStatus.optional(), page: text.optional() },
  drop: {},
  rateLimit: { retryAfter: whole(0, 1e9, "whole seconds").optional(), message },
} satisfies Record<Exclude<FaultName, TokenFailureName>, z.ZodRawShape>;

/** The names of all kinds. */
export const FAULT_NAMES: readonly FaultName[] = [
  "status",
  "delay",
  "stalledBody",
  "cutBody",
  "malformedJson",
  "html",
  "drop",
  "rateLimit",
  ...TOKEN_FAILURES,
];

const KINDS = `one of ${FAULT_NAMES.map(formatValue).join(", ")}`;

/** A schema of all kinds, each with its own properties and the given extra ones. */
function kinds<S extends z.ZodRawShape>(more: S) {
  return z.discriminatedUnion("kind", [
    strict({ kind: z.literal("status"), ...SHAPES.status, ...more })
      .refine((fault) => !isBodiless(fault) || !("body" in fault) || isEmpty(fault.body), {
        path: ["body"],
        error:
          "responses with status 204, 205 or 304 have no body. Leave it out, or choose another status",
      }),
    strict({ kind: z.literal("delay"), ...SHAPES.delay, ...more }),
    strict({ kind: z.literal("stalledBody"), ...SHAPES.stalledBody, ...more }),
    strict({ kind: z.literal("cutBody"), ...SHAPES.cutBody, ...more }),
    strict({ kind: z.literal("malformedJson"), ...SHAPES.malformedJson, ...more }),
    strict({ kind: z.literal("html"), ...SHAPES.html, ...more })
      .refine((fault) => !isBodiless(fault), {
        path: ["status"],
        error: "responses with status 204, 205 or 304 have no body. Choose another status",
      }),
    strict({ kind: z.literal("drop"), ...SHAPES.drop, ...more }),
    strict({ kind: z.literal("rateLimit"), ...SHAPES.rateLimit, ...more }),
    strict({
      kind: z.enum(TOKEN_FAILURES),
      status: failureStatus.optional(),
      message,
      ...more,
    }),
  ], {
    error: ({ code, input }) =>
      code === "invalid_union"
        ? `expected ${KINDS}, got ${formatValue(Reflect.get(Object(input), "kind"))}`
        : `expected an object such as { kind: "drop" }, got ${formatValue(input)}`,
  });
}

/** The schema of a kind of fault. */
export const faultKind: z.ZodType<FaultKind> = z.lazy(() => kinds({}));

/** The schema of a fault. */
export const faultSchema: z.ZodType<Fault> = z.lazy(() =>
  kinds({
    match: strict({ ...matchShape, nth: count }).optional(),
    times: count,
  })
);

/** The schema of chaos. */
export const chaosSchema: z.ZodType<Chaos> = z.lazy(() =>
  strict({
    seed: z.union([z.number(), z.string()], expected("a number or a string")),
    rate: z.number(expected("0 to 1")).min(0, expected("0 to 1")).max(1, expected("0 to 1")),
    kinds: z.array(faultKind, expected("an array of faults")).min(1, expected("at least one"))
      .optional(),
    match: requestMatch.optional(),
  })
);

function isDuration(value: number | string): boolean {
  try {
    return milliseconds("duration", value) <= LONGEST_DELAY;
  } catch {
    return false;
  }
}

/** Whether every runtime accepts these headers. */
function areHeaders(value: Record<string, string>): boolean {
  return Object.entries(value).every(([name, text]) =>
    /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(text)
  );
}

/** What a remote mock refuses as JSON is refused in process too, with the same message. */
function expectJson(value: unknown, context: z.RefinementCtx): void {
  if (value === undefined) return;
  try {
    jsonText(value);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    context.addIssue({ code: "custom", path: [...error.path], message: error.problem });
  }
}

function isBodiless(fault: object): boolean {
  return "status" in fault && BODILESS.includes(Number(fault.status));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === "";
}

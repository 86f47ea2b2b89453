import * as z from "zod";
import { expected, strict } from "../../support/check.ts";
import type { Behaviors } from "../behaviors/behaviors.ts";
import { ApiFailure } from "../failures/api-failure.ts";
import { formatValue, type Path, pathText } from "../../support/format-value.ts";
import { nameHint } from "../../support/name-hint.ts";
import type { JsonObject, JsonValue } from "../../../src/wire/types.ts";

/** The type of a field. Every field also accepts `null`. */
export type FieldType =
  /** A string. */
  | "text"
  /** A number. */
  | "number"
  /** `true` or `false`. */
  | "boolean"
  /** An ISO 8601 date or time, as a string. */
  | "date"
  /** A link to another record, or several: `{ "id": "…" }` (O). */
  | "link";

/** A field with more settings than its type. */
export interface FieldDefinition {
  /** Its type. */
  type: FieldType;
  /** Whether it accepts telemetry. Default `false`. */
  tracked?: boolean | undefined;
  /** Whether responses leave it out, as Kinabase was seen to do with a tracked field (O). Default `false`. */
  hidden?: boolean | undefined;
}

/** The fields of a collection, by name (`jobTitle`). */
export type FieldDefinitions = Record<string, FieldType | FieldDefinition>;

/** Validates values against the fields of a collection. */
export interface Fields {
  /** The names of the fields that responses leave out; `undefined` if there are none. */
  readonly hidden: ReadonlySet<string> | undefined;
  /**
   * Validates the data of a record.
   *
   * @param at The path of the data in the request.
   * @throws {ApiFailure} When a field does not exist (D) or its value has another type (A).
   */
  check(data: JsonObject, at: Path): void;
  /**
   * Validates the names in the data of a record.
   *
   * @param at The path of the data in the request.
   * @throws {ApiFailure} When a field does not exist (D).
   */
  checkNames(data: JsonObject, at: Path): void;
  /**
   * Validates telemetry.
   *
   * @param at The path of the data in the request.
   * @throws {ApiFailure} When a field does not exist or its value has another type (O), and when it is not tracked.
   */
  checkTelemetry(data: JsonObject, at: Path): void;
}

const TYPES = ["text", "number", "boolean", "date", "link"] as const;
const type: z.ZodType<FieldType> = z.lazy(() => z.enum(TYPES));

/**
 * The schema of the field definitions in tests and seeds.
 *
 * @internal
 */
export const fieldDefinitions: z.ZodType<FieldDefinitions> = z.lazy(() =>
  z.record(
    z.string().min(1),
    z.union(
      [
        type,
        strict({
          type,
          tracked: z.boolean().optional(),
          hidden: z.boolean().optional(),
        }),
      ],
      expected(
        `${
          TYPES.map((name) => `"${name}"`).join(", ")
        }, or { type, tracked, hidden } with one of them`,
      ),
    ),
    {
      error: ({ code }) =>
        code === "invalid_key" ? "expected a field name that is not empty" : undefined,
    },
  )
);

const isDate = z.lazy(() => z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]));
const isLink = z.lazy(() => z.looseObject({ id: z.string().min(1) }));

const VALUES: Readonly<Record<FieldType, { expected: string; schema: z.ZodType }>> = {
  text: { expected: "a string", schema: z.string() },
  number: { expected: "a number", schema: z.number() },
  boolean: { expected: "true or false", schema: z.boolean() },
  date: { expected: 'a date in ISO 8601, such as "2026-01-31"', schema: isDate },
  link: {
    expected: 'a link such as {"id":"…"}, or an array of them',
    schema: z.union([isLink, z.array(isLink)]),
  },
};

/** A collection without field definitions accepts anything. */
const ANY: Fields = {
  hidden: undefined,
  check: () => {},
  checkNames: () => {},
  checkTelemetry: () => {},
};

/** Creates the validation of a collection's fields. Without definitions, it accepts any field and value. */
export function createFields(
  definitions: FieldDefinitions | undefined,
  behaviors: Behaviors,
): Fields {
  if (definitions === undefined) return ANY;
  const names = Object.keys(definitions);
  const fields = new Map<string, FieldDefinition>(
    Object.entries(definitions).map((
      [name, of],
    ) => [name, typeof of === "string" ? { type: of } : of]),
  );

  function fieldFor(name: string, at: Path): FieldDefinition {
    const field = fields.get(name);
    if (field === undefined) {
      const hint = nameHint(name, names, {
        known: "fields",
        none: "This collection has no fields.",
      });
      throw new ApiFailure("unknownField", { at: pathText([...at, name]), hint });
    }
    return field;
  }

  function checkValue({ type }: FieldDefinition, value: JsonValue, at: Path): void {
    const { expected, schema } = VALUES[type];
    if (value === null || schema.safeParse(value).success) return;
    throw new ApiFailure("wrongType", { at: pathText(at), expected, value: formatValue(value) });
  }

  const hidden = names.filter((name) => fields.get(name)?.hidden);
  return {
    hidden: hidden.length === 0 ? undefined : new Set(hidden),
    check(data, at) {
      const refusesType = behaviors.get("fields.wrong-type") === "refuse";
      for (const [name, value] of Object.entries(data)) {
        const field = fieldFor(name, at);
        if (refusesType) checkValue(field, value, [...at, name]);
      }
    },
    checkNames(data, at) {
      for (const name of Object.keys(data)) fieldFor(name, at);
    },
    checkTelemetry(data, at) {
      for (const [name, value] of Object.entries(data)) {
        const field = fieldFor(name, at);
        // A value of the wrong type was seen to fail its record.
        checkValue(field, value, [...at, name]);
        if (field.tracked) continue;
        throw new ApiFailure("untrackedField", { at: pathText([...at, name]) });
      }
    },
  };
}

import { isOwnError } from "../errors/callers-error.ts";
import { SchemaValidationError } from "../errors/schema-validation-error.ts";
import type { Deadline } from "../http/deadline.ts";
import type { Redactor } from "../http/redact.ts";
import { describeValue } from "../support/describe-value.ts";
import type { JsonObject, KinabaseRecord } from "../wire/types.ts";

/**
 * A schema of any library that follows version 1 of the Standard Schema specification
 * (https://standardschema.dev): zod, valibot, arktype and others. The type is copied here, as the
 * specification allows, so that the client needs no dependency for it.
 *
 * @typeParam Input The type of values the schema accepts.
 * @typeParam Output The type of values the schema returns.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  /** The properties that the specification defines. */
  readonly "~standard": {
    /** The version of the specification. */
    readonly version: 1;
    /** The library's name. */
    readonly vendor: string;
    /** Checks a value. */
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** The types. It has no value at run time. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** The result of a schema: the value, or what is wrong with it. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One problem of a value. */
export interface SchemaIssue {
  /** What is wrong. */
  readonly message: string;
  /** Where the problem is. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The type that a schema accepts: the type of `data` in requests and responses. */
export type SchemaInput<S extends StandardSchema> = NonNullable<S["~standard"]["types"]>["input"];

/**
 * The checks of a collection's schema.
 *
 * @internal
 */
export interface SchemaChecks {
  /** Checks the `data` of records from a response, until the deadline. Absent without a schema. */
  checkRead?:
    | ((records: readonly KinabaseRecord<JsonObject>[], deadline: Deadline) => Promise<void>)
    | undefined;
  /** Checks `data` before it is sent. Without a deadline the caller limits the time. */
  checkWrite(data: unknown, deadline?: Deadline): Promise<void>;
}

/**
 * Creates the checks of a collection's schema.
 *
 * @param idOrSlug The collection, for messages.
 * @throws {TypeError} When it does not follow Standard Schema.
 *
 * @internal
 */
export function schemaChecks(
  schema: StandardSchema | undefined,
  idOrSlug: string,
  redactor: Redactor,
): SchemaChecks {
  if (schema === undefined) return { checkWrite: () => Promise.resolve() };
  expectSchema(schema);

  /** A schema may repeat the value, and with it what a server sent. */
  function misfit(
    what: string,
    issues: readonly string[],
    mayHaveBeenApplied?: false,
  ): SchemaValidationError {
    const shown = issues.map((issue) => redactor.shown(issue));
    return new SchemaValidationError(
      `${redactor.shown(what)} does not match the schema: ${redactor.shown(issues.join("; "))}`,
      { issues: shown, mayHaveBeenApplied, remedy: "Fix the data or the schema." },
    );
  }

  return {
    checkRead: (records, deadline) =>
      deadline.guard("result of the schema", async () => {
        for (const { id, data } of records) {
          const issues = await issuesOf(schema, data);
          if (issues.length > 0) throw misfit(`Record ${id} of ${idOrSlug}`, issues);
        }
      }),
    async checkWrite(data, deadline) {
      const check = () => issuesOf(schema, data);
      const issues = await (deadline?.guard("result of the schema", check) ?? check())
        .catch((error) => notApplied(error, deadline));
      if (issues.length > 0) throw misfit(`The data for a record of ${idOrSlug}`, issues, false);
    },
  };
}

/**
 * Checks that a value is a schema.
 *
 * @throws {TypeError} When it does not follow Standard Schema.
 */
export function expectSchema(schema: unknown): void {
  const of: unknown = isObject(schema) ? Reflect.get(schema, "~standard") : undefined;
  if (isObject(of) && typeof Reflect.get(of, "validate") === "function") return;
  throw new TypeError(
    `schema: expected a schema that follows Standard Schema, such as one of zod, got ${
      describeValue(schema)
    }`,
  );
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Returns the problems of a value as strings with their paths. The list is empty if it is valid. */
export async function issuesOf(schema: StandardSchema, value: unknown): Promise<string[]> {
  const result = await schema["~standard"].validate(value);
  return (result.issues ?? []).map(({ message, path = [] }) => {
    const where = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".");
    return where === "" ? message : `${where}: ${message}`;
  });
}

/** Throws an error from before the request. */
function notApplied(error: unknown, deadline: Deadline | undefined): never {
  if (isOwnError(error, deadline?.aborted() ?? false)) error.mayHaveBeenApplied = false;
  throw error;
}

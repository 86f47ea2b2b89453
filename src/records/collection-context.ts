import type { ClientContext } from "../client-context.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import { SchemaValidationError } from "../errors/schema-validation-error.ts";
import type { Deadline } from "../http/deadline.ts";
import { refuseUnknown } from "../support/unknown-options.ts";
import type { JsonObject, KinabaseRecord } from "../wire/types.ts";
import { collectionSegment } from "./paths.ts";
import { expectSchema, issuesOf, type StandardSchema } from "./standard-schema.ts";

/** The options of a collection. */
export interface CollectionOptions<S extends StandardSchema = StandardSchema> {
  /**
   * Defines the type of `data`, and checks it when records are added and when they are read. Values are not
   * changed: the schema's transformations and defaults are not applied.
   */
  schema?: S | undefined;
}

/**
 * What all calls of one collection share.
 *
 * @internal
 */
export interface CollectionContext {
  /** The client's context. */
  client: ClientContext;
  /** The path of the collection below the base URL, encoded. */
  path: string;
  /** Checks the `data` of records from a response, until the deadline. Absent without a schema. */
  checkRead?:
    | ((records: readonly KinabaseRecord<JsonObject>[], deadline: Deadline) => Promise<void>)
    | undefined;
  /** Checks `data` before it is sent. Without a deadline the caller limits the time. */
  checkWrite(data: unknown, deadline?: Deadline): Promise<void>;
}

/**
 * Creates what the calls of one collection share.
 *
 * @throws {TypeError} When the ID cannot be part of a URL, or an option is wrong.
 *
 * @internal
 */
export function collectionContext(
  client: ClientContext,
  idOrSlug: string,
  options: CollectionOptions = {},
): CollectionContext {
  refuseUnknown(options, ["schema"]);
  const path = `collections/${collectionSegment(idOrSlug)}`;
  const { schema } = options;
  expectSchema(schema);
  const { redactor } = client;

  /** A schema may repeat the value, and with it what a server sent. */
  function misfit(what: string, issues: readonly string[]): SchemaValidationError {
    const shown = issues.map((issue) => redactor.shown(issue));
    return new SchemaValidationError(
      `${redactor.shown(what)} does not match the schema: ${redactor.shown(issues.join("; "))}`,
      { issues: shown, mayHaveBeenApplied: false, remedy: "Fix the data or the schema." },
    );
  }

  return {
    client,
    path,
    checkRead: schema &&
      ((records, deadline) =>
        deadline.guard("result of the schema", async () => {
          for (const { id, data } of records) {
            const issues = await issuesOf(schema, data);
            if (issues.length > 0) throw misfit(`Record ${id} of ${idOrSlug}`, issues);
          }
        })),
    async checkWrite(data, deadline) {
      if (schema === undefined) return;
      const check = () => issuesOf(schema, data);
      const issues = await (deadline?.guard("result of the schema", check) ?? check())
        .catch(notApplied);
      if (issues.length > 0) throw misfit(`The data for a record of ${idOrSlug}`, issues);
    },
  };
}

/** Throws an error from before the request. */
function notApplied(error: unknown): never {
  if (error instanceof KinabaseError) error.mayHaveBeenApplied = false;
  throw error;
}

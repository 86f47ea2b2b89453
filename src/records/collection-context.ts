import type { ClientContext } from "../client-context.ts";
import { refuseUnknown } from "../support/unknown-options.ts";
import { collectionSegment } from "./paths.ts";
import { type SchemaChecks, schemaChecks, type StandardSchema } from "./standard-schema.ts";

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
export interface CollectionContext extends SchemaChecks {
  /** The client's context. */
  client: ClientContext;
  /** The path of the collection below the base URL, encoded. */
  path: string;
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
  const checks = schemaChecks(options.schema, idOrSlug, client.redactor);
  return { client, path, ...checks };
}

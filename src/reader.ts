import { createClientContext } from "./client-context.ts";
import type { CallOptions } from "./http/call-options.ts";
import type { ClientOptions } from "./options.ts";
import { collectionContext, type CollectionOptions } from "./records/collection-context.ts";
import { type CollectionReader, collectionReader } from "./records/collection-reader.ts";
import { listCollections } from "./records/list-collections.ts";
import type { SchemaInput, StandardSchema } from "./records/standard-schema.ts";
import type { CollectionInfo, JsonObject } from "./wire/types.ts";

/** Reads one Kinabase app: the part of a `Client` that a bundle needs for `get`, `page` and `list`. */
export interface Reader {
  /** The base URL of the API, with a trailing slash. */
  readonly baseUrl: string;
  /**
   * Lists the tenant's collections that this app can see: `GET /collections` (D).
   *
   * @throws {AuthenticationError} When Kinabase rejects the credentials or the token.
   */
  collections(call?: CallOptions): Promise<CollectionInfo[]>;
  /**
   * Returns one collection with a schema that types and checks its records. It sends no request.
   *
   * @param idOrSlug The collection's ID or slug (D).
   * @throws {TypeError} When `idOrSlug` cannot be part of a URL.
   */
  collection<S extends StandardSchema>(
    idOrSlug: string,
    options: CollectionOptions<S> & { schema: S },
  ): CollectionReader<SchemaInput<S>>;
  /**
   * Returns one collection without a schema: the type of its records is trusted, not checked. It sends no
   * request.
   *
   * @typeParam D The type of a record's `data`. Default: any JSON object.
   * @param idOrSlug The collection's ID or slug (D).
   * @throws {TypeError} When `idOrSlug` cannot be part of a URL.
   */
  collection<D extends object = JsonObject>(
    idOrSlug: string,
    options?: { schema?: undefined },
  ): CollectionReader<D>;
}

/**
 * Creates a client that only reads records: `get`, `page` and `list`, with the options, tokens, retries and
 * errors of `createClient`. A bundle of a program that uses it is a third smaller, because it does not contain
 * the calls that write, and `stream`.
 *
 * @throws {TypeError} When an option is missing or wrong. The message names it and what was expected.
 *
 * @example
 * ```ts
 * import { createReader } from "@kinakit/kinabase";
 *
 * declare const appId: string, appSecret: string, id: string;
 * const people = createReader({ appId, appSecret }).collection("people");
 * console.log(await people.get(id));
 * ```
 */
export function createReader(options: ClientOptions): Reader {
  const context = createClientContext(options);
  return {
    baseUrl: context.baseUrl,
    collections: (call) => listCollections(context, call),
    // The schema checks the type; without a schema it is trusted.
    collection: <D>(idOrSlug: string, of?: CollectionOptions) =>
      collectionReader(collectionContext(context, idOrSlug, of)) as CollectionReader<D>,
  };
}

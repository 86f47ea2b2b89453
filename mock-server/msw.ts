/**
 * [MSW](https://mswjs.io) handlers that use the mock. The program under test keeps its production
 * configuration and the global `fetch`; MSW intercepts its requests to Kinabase and the mock handles them.
 *
 * Requires the package `msw`. {@linkcode createMswMock} also requires `@mswjs/data`. If one is missing,
 * the error names it. On Deno both packages read environment variables (`--allow-env`) and keep the
 * process running after the program ends. `deno test` still exits.
 *
 * Evidence marks in these docs: (S) stated by the specification this project implements, (D) documented
 * by Kinabase, (O) observed in programs that use the real service, (A) assumed by this project.
 *
 * @example
 * ```ts
 * import { setupServer } from "msw/node";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 * import { kinabaseHandlers } from "@kinakit/kinabase/msw";
 *
 * const mock = createMockServer();
 * const server = setupServer(...kinabaseHandlers(mock));
 * server.listen({ onUnhandledRequest: "error" });
 *
 * await fetch("https://app.kinabase.com/api/v1/status"); // 401, from the mock
 * server.close();
 * ```
 *
 * @module
 */
import { http } from "msw";
import { onlyKnown } from "./support/check.ts";
import { mockBaseUrl } from "./support/mock-base-url.ts";
import { respondInProcess } from "./support/mock-fetch.ts";
import { createMockServer, type MockServer, type MockServerOptions } from "./mod.ts";
import type { MswDatabase } from "./msw/database.ts";
import { createMswDatabase, createMswjsDataStore } from "./msw/mswjs-data-store.ts";
import { optionalPeer } from "./msw/optional-peer.ts";

export type {
  BooleanCondition,
  FieldConditions,
  MswDatabase,
  MswRecord,
  MswRecordConditions,
  MswRecordModel,
  MswRecordPage,
  MswRecordQuery,
  MswRecordUpdate,
  NumberCondition,
  TextCondition,
} from "./msw/database.ts";

/** An MSW request handler, for `setupServer` of `msw/node` and for `server.use`. */
export type MswHandler = ReturnType<(typeof import("msw"))["http"]["all"]>;

/** Options of {@linkcode kinabaseHandlers}. */
export interface KinabaseHandlersOptions {
  /**
   * The base URL that the program under test calls. Default `https://app.kinabase.com/api/v1/`, the
   * base URL of Kinabase (D), so the program can keep its production configuration.
   */
  baseUrl?: string | undefined;
}

/** Options of {@linkcode createMswMock}: those of the handlers and those of the mock. */
export interface MswMockOptions
  extends KinabaseHandlersOptions, Omit<MockServerOptions, "baseUrl" | "createStore"> {}

/** A mock that stores its records in a database, and its MSW handlers. */
export interface MswMock {
  /** The mock. */
  readonly mock: MockServer;
  /** The database that holds the records. */
  readonly db: MswDatabase;
  /** The MSW handlers. */
  readonly handlers: MswHandler[];
}

const PRODUCTION_BASE_URL = "https://app.kinabase.com/api/v1/";

/**
 * Creates MSW handlers that pass requests to a mock: every method and every path below the base URL, and
 * no other requests. Set `onUnhandledRequest: "error"` so that no other request leaves the test.
 *
 * @throws {TypeError} When the base URL is not an HTTP URL that ends with `/api/v1`.
 *
 * @example A program that calls a staging host
 * ```ts
 * import { setupServer } from "msw/node";
 * import { createMockServer } from "@kinakit/kinabase/mock";
 * import { kinabaseHandlers } from "@kinakit/kinabase/msw";
 *
 * const baseUrl = "https://staging.example.com/api/v1/";
 * const server = setupServer(...kinabaseHandlers(createMockServer(), { baseUrl }));
 * ```
 */
export function kinabaseHandlers(
  mock: Pick<MockServer, "fetch">,
  options: KinabaseHandlersOptions = {},
): MswHandler[] {
  onlyKnown(options, ["baseUrl"]);
  const base = new URL(mockBaseUrl(options.baseUrl ?? PRODUCTION_BASE_URL));
  // A function instead of a pattern: MSW decodes matched paths and fails on a stray percent sign.
  const isBelow = ({ request }: { request: Request }) => {
    const { origin, pathname } = new URL(request.url);
    return origin === base.origin && `${pathname}/`.startsWith(base.pathname);
  };
  return [http.all(isBelow, ({ request }) => respond(mock, request))];
}

/**
 * Creates a mock that stores its records in an `@mswjs/data` database. Tests can query and change the
 * database with the library's own methods. Changes on either side are visible on the other immediately.
 * Each lookup scans all records: fast enough for thousands, too slow for hundreds of thousands.
 *
 * @throws {Error} When `@mswjs/data` is not installed.
 * @throws {TypeError} When an option is invalid. The message names the option and the expected value.
 *
 * @example
 * ```ts
 * import { createMswMock } from "@kinakit/kinabase/msw";
 *
 * const { mock, db, handlers } = await createMswMock({
 *   seed: { collections: [{ slug: "people", name: "People" }] },
 * });
 * db.record.create({ collection: "people", data: { name: "Ada", age: 36 } });
 * db.record.update({
 *   where: { data: { name: { equals: "Ada" } } },
 *   data: { data: { age: 37 }, updatedAt: mock.clock.now() },
 * });
 * ```
 */
export async function createMswMock(options: MswMockOptions = {}): Promise<MswMock> {
  const library = await optionalPeer("@mswjs/data", () => import("@mswjs/data"));
  const { baseUrl, ...rest } = options;
  const db = createMswDatabase(library, {
    tenantId: () => mock.tenant.id,
    now: () => mock.clock.now(),
  });
  const mock = createMockServer({
    ...rest,
    createStore: (owner) => createMswjsDataStore(db, owner),
  });
  // Loads the seed, because a test may query the database before it sends a request.
  mock.tenant.collections.list();
  return { mock, db, handlers: kinabaseHandlers(mock, { baseUrl }) };
}

async function respond(mock: Pick<MockServer, "fetch">, request: Request): Promise<Response> {
  try {
    return await respondInProcess(mock.fetch, request);
  } catch {
    // The mock dropped the connection, or the caller aborted. To a `fetch` both are network errors.
    return Response.error();
  }
}

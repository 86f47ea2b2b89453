/**
 * The mock behind [MSW](https://mswjs.io): the program under test keeps its production configuration and
 * the global `fetch`, and its requests to Kinabase are answered by the mock all the same.
 *
 * It needs the package `msw`, and {@linkcode createMswMock} needs `@mswjs/data` as well; where one is
 * missing, the error says so. Under Deno both read the environment (`--allow-env`), and keep a program
 * alive that has come to its end; `deno test` ends by itself.
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
 * await fetch("https://app.kinabase.com/api/v1/status"); // 401, by the mock
 * server.close();
 * ```
 *
 * @module
 */
import { onlyKnown } from "./support/check.ts";
import { mockBaseUrl } from "./support/mock-base-url.ts";
import { answerInProcess } from "./support/mock-fetch.ts";
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

const { http } = await optionalPeer("msw", () => import("msw"));

/** A request handler of MSW, for `setupServer` of `msw/node` and for `server.use`. */
export type MswHandler = ReturnType<(typeof import("msw"))["http"]["all"]>;

/** Where handlers answer. */
export interface KinabaseHandlersOptions {
  /**
   * The base URL the program under test calls. Default `https://app.kinabase.com/api/v1/`, which is
   * where Kinabase is (D), so that the program needs no other configuration than in production.
   */
  baseUrl?: string | undefined;
}

/** What {@linkcode createMswMock} can be told: where its handlers answer, and what the mock can be told. */
export interface MswMockOptions
  extends KinabaseHandlersOptions, Omit<MockServerOptions, "baseUrl" | "createStore"> {}

/** A mock over a database, and handlers that answer with it. */
export interface MswMock {
  /** The mock. */
  readonly mock: MockServer;
  /** The database with its records. */
  readonly db: MswDatabase;
  /** MSW's handlers. */
  readonly handlers: MswHandler[];
}

const PRODUCTION_BASE_URL = "https://app.kinabase.com/api/v1/";

/**
 * Makes request handlers that answer with a mock: every method and every path below the base URL, and
 * nothing beside it. Set `onUnhandledRequest: "error"`, so that no other request leaves the test.
 *
 * @throws {TypeError} When the base URL is no HTTP URL that ends with `/api/v1`.
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
  // A function and no pattern: MSW decodes what a pattern matches, and fails at a stray per cent sign.
  const isBelow = ({ request }: { request: Request }) => {
    const { origin, pathname } = new URL(request.url);
    return origin === base.origin && `${pathname}/`.startsWith(base.pathname);
  };
  return [http.all(isBelow, ({ request }) => answer(mock, request))];
}

/**
 * Makes a mock that keeps its records in an `@mswjs/data` database. A test can query and change that
 * with the library's own methods, and each change holds for the mock at once, both ways. To find a
 * record it looks at all of them, which is quick enough for thousands, not for hundreds of thousands.
 *
 * @throws {Error} When `@mswjs/data` is not installed.
 * @throws {TypeError} When an option is wrong, naming it and what was expected.
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
  // To look at the collections plants the seed: a test may ask the database before it asks the mock.
  mock.tenant.collections.list();
  return { mock, db, handlers: kinabaseHandlers(mock, { baseUrl }) };
}

async function answer(mock: Pick<MockServer, "fetch">, request: Request): Promise<Response> {
  try {
    return await answerInProcess(mock.fetch, request);
  } catch {
    // The mock gives no answer, or nobody waits for one any more: to a `fetch` both are a network error.
    return Response.error();
  }
}

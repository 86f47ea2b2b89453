import type { FetchFunction } from "../../src/wire/types.ts";
import { checkedKey } from "../control/key.ts";
import { API_PATH } from "../support/api-path.ts";
import { formatValue } from "../support/format-value.ts";
import { onlyKnown } from "../support/check.ts";
import { proxyProblem } from "../support/proxy.ts";
import { DEFAULT_TENANT } from "../control/route.ts";
import type { TenantSettings, TenantSummary } from "../control/types.ts";
import type { RemoteClock } from "./clock.ts";
import { createRequester } from "./request.ts";
import {
  createRemoteTenant,
  type RemoteFaults,
  type RemoteJournal,
  type RemoteTenant,
} from "./tenant.ts";

/** The options of {@linkcode createMockControl}. */
export interface MockControlOptions {
  /**
   * The function that sends the requests of the control API, and those of clients with
   * `clientOptions()`. Default: the global `fetch`.
   */
  fetch?: FetchFunction | undefined;
  /**
   * The key of the control API, as passed to `createMockServer({ control: { key } })` or printed by
   * `kinabase mock`. It is sent only to the control API. Default: none.
   */
  key?: string | undefined;
}

/**
 * A mock server in another process or on another machine. `clock`, `faults` and `journal` belong to its
 * default tenant.
 */
export interface MockControl {
  /** The URL of the server, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  /** The `baseUrl` for a client. */
  readonly baseUrl: string;
  /** The default tenant. */
  readonly tenant: RemoteTenant;
  /** The default tenant's clock. */
  readonly clock: RemoteClock;
  /** The default tenant's faults. */
  readonly faults: RemoteFaults;
  /** The default tenant's journal. */
  readonly journal: RemoteJournal;
  /** Adds a tenant that shares nothing with the others. */
  createTenant(settings?: TenantSettings): Promise<RemoteTenant>;
  /** Returns a summary of each tenant, oldest first. */
  tenants(): Promise<TenantSummary[]>;
  /**
   * Returns the tenant with this ID. Sends no request, so an unknown ID fails only in later calls.
   *
   * @throws {TypeError} When it is not an ID, such as `undefined`.
   */
  tenantWithId(id: string): RemoteTenant;
}

/**
 * Controls a mock server over HTTP. The result has the same API as the mock in process, but its methods
 * return promises. The mock's control API must be on: `createMockServer({ control: true })`.
 *
 * @param url The URL of the mock, such as `http://127.0.0.1:8787`, or its base URL.
 * @throws {TypeError} When the URL or the key is invalid. The message does not contain the key.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { createMockControl } from "@kinakit/kinabase/mock";
 *
 * const control = createMockControl("http://127.0.0.1:8787");
 * const tenant = await control.createTenant();
 * const app = await tenant.apps.create({ name: "Import", description: "Nightly import" });
 * const client = createClient(app.clientOptions());
 * await client.status();
 * await tenant.clock.advance("61m");
 * await client.status();
 * await tenant.journal.expect({ path: "/token" }, 2);
 * ```
 */
export function createMockControl(url: string, options: MockControlOptions = {}): MockControl {
  onlyKnown(options, ["fetch", "key"]);
  const key = options.key === undefined ? undefined : checkedKey("key", options.key);
  const parsed = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new TypeError(
      `url: expected the URL of the mock, such as http://127.0.0.1:8787, got ${formatValue(url)}`,
    );
  }
  if (options.fetch !== undefined && typeof options.fetch !== "function") {
    throw new TypeError(`fetch: expected a function, got ${formatValue(options.fetch)}`);
  }
  const { origin } = parsed;
  const baseUrl = `${origin}${API_PATH}/`;
  const send: FetchFunction = options.fetch ?? sendDirectly;
  const wire = { url: origin, baseUrl, send: withKey(send, key), fetch: options.fetch };
  const { request } = createRequester(origin, wire.send);
  const tenant = createRemoteTenant(wire, DEFAULT_TENANT);
  const tenants = () => request((schemas) => schemas.tenantsAnswer, "GET", "/tenants");
  return {
    url: origin,
    baseUrl,
    tenant,
    clock: tenant.clock,
    faults: tenant.faults,
    journal: tenant.journal,
    async createTenant(body = {}) {
      const { id, clock } = await request((schemas) => schemas.tenantAnswer, "POST", "/tenants", {
        body,
      });
      return createRemoteTenant(wire, id, clock);
    },
    tenants,
    tenantWithId: (id) => createRemoteTenant(wire, id),
  };
}

/**
 * Adds the key to requests, and removes it from responses: errors contain their text, and another server than a
 * mock may repeat the header. A closure, so that the key is on no object that could be printed.
 */
function withKey(send: FetchFunction, key: string | undefined): FetchFunction {
  if (key === undefined) return send;
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${key}`);
    const response = await send(input, { ...init, headers });
    const text = await response.clone().text();
    if (!text.includes(key)) return response;
    return new Response(text.replaceAll(key, "[redacted]"), response);
  };
}

/** The global `fetch`. Throws if it would send a request for this machine to a proxy. */
const sendDirectly: FetchFunction = async (input, init) => {
  const problem = proxyProblem(input);
  if (problem !== undefined) throw new Error(problem);
  return await fetch(input, init);
};

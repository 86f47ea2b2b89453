import { DurableObject } from "cloudflare:workers";
import { createMockControl, createMockServer, demoSeed } from "@kinakit/kinabase/mock";
import { createTenantTable, type Sql } from "./tenant-table.ts";

/** The environment of the Worker. */
export interface Env {
  /** The key of the control API and the page: at least 16 characters. */
  CONTROL_KEY: string;
  /** The host name under which the Worker is deployed. */
  MOCK_HOST?: string;
  /** The binding to the Durable Object. */
  MOCK: {
    idFromName(name: string): unknown;
    get(id: unknown): { fetch(request: Request): Promise<Response> };
  };
}

type Handler = (request: Request) => Promise<Response>;

/** How long after a change the tenants are saved, so that many changes cause one save. */
const SAVE_AFTER_MS = 1_000;
const TOKEN_PATH = "/api/v1/token";

/**
 * A mock server whose tenants outlive it. It works in memory. A second after a request that may have changed
 * something, it saves a snapshot of each tenant in its SQLite storage, and a new object restores them. Tokens,
 * faults and the journal are not saved: a client gets a 401 once, and requests a new token.
 */
export class DurableMock extends DurableObject<Env> {
  // In a Durable Object, unlike in a Worker, requests may share a promise.
  #started: Promise<Handler> | undefined;
  #save: (() => Promise<void>) | undefined;

  /** Handles a request as the mock does. */
  async fetch(request: Request): Promise<Response> {
    const { CONTROL_KEY } = this.env;
    if (!CONTROL_KEY) {
      const text = "CONTROL_KEY is missing. Set it with: npx wrangler secret put CONTROL_KEY";
      return new Response(text, { status: 500 });
    }
    const response = await (await (this.#started ??= this.#start()))(request);
    // GET and HEAD change nothing, and neither does a new token.
    const { method, url } = request;
    if (!["GET", "HEAD"].includes(method) && new URL(url).pathname !== TOKEN_PATH) {
      await this.#saveSoon();
    }
    return response;
  }

  /** Saves the tenants. */
  async alarm(): Promise<void> {
    await this.#save?.();
  }

  async #saveSoon(): Promise<void> {
    const { storage } = this.ctx;
    // An alarm that is set is not moved: requests without a pause would move it again and again.
    if (await storage.getAlarm() === null) await storage.setAlarm(Date.now() + SAVE_AFTER_MS);
  }

  async #start(): Promise<Handler> {
    const { CONTROL_KEY: key, MOCK_HOST } = this.env;
    const allowedHosts = MOCK_HOST ? [MOCK_HOST] : [];
    const mock = createMockServer({ seed: demoSeed(), control: { key, allowedHosts } });
    const control = createMockControl("http://localhost", { key, fetch: mock.fetch });
    const sql: Sql = this.ctx.storage.sql;
    const table = createTenantTable(sql);
    // A restored tenant has a new ID. Tests keep the one that they were given.
    const currentIds = new Map<string, string>();
    for (const [id, snapshot] of table.read()) {
      const tenant = id === DEFAULT ? control.tenant : await control.createTenant();
      await tenant.restore(snapshot);
      currentIds.set(id, tenant.id);
    }
    this.#save = async () => {
      const firstIds = new Map([...currentIds].map(([first, current]) => [current, first]));
      const saved: [string, object][] = [];
      for (const { id, isDefault } of await control.tenants()) {
        const first = isDefault ? DEFAULT : firstIds.get(id) ?? id;
        saved.push([first, await control.tenantWithId(id).snapshot()]);
      }
      table.write(saved);
    };
    return async (request) => {
      const url = new URL(request.url);
      const [, path, id = ""] = /^(\/__mock\/tenants\/)([^/]+)/.exec(url.pathname) ?? [];
      const current = currentIds.get(id);
      if (path !== undefined && current !== undefined && id !== DEFAULT) {
        url.pathname = path + current + url.pathname.slice(path.length + id.length);
        return await mock.fetch(new Request(url, request));
      }
      return await mock.fetch(request);
    };
  }
}

const DEFAULT = "default";

import {
  type CreatedApp,
  createMockServer,
  type MockServer,
  type Tenant,
} from "../../../mock-server/mod.ts";
import type { Place } from "./api-requests.ts";

/** A tenant with data, and its app. */
export interface Victim {
  tenant: Tenant;
  app: CreatedApp;
  /** Where its record is. */
  place: Place;
  /** A text that only its data contains. */
  canary: string;
  /** Everything that it stores, as text. */
  contents(): Promise<string>;
}

/** Adds a tenant with an app, and a record with an external ID. */
export async function createVictim(
  mock: MockServer,
  options: Parameters<MockServer["createTenant"]>[0] = {},
): Promise<Victim> {
  return await furnished(mock.createTenant(options));
}

/** Adds an app and a record to a tenant. */
export async function furnished(tenant: Tenant): Promise<Victim> {
  const canary = `canary-${crypto.randomUUID()}`;
  const app = await tenant.apps.create({ name: canary, description: canary });
  const collection = tenant.collections.create({
    slug: "vaults",
    name: canary,
    fields: { code: { type: "text", tracked: true } },
  });
  const [service, externalId] = ["bank", "box 1"];
  const { id } = collection.records.add({
    data: { code: canary },
    external: [{ key: service, id: externalId }],
  });
  return {
    tenant,
    app,
    place: { collection: "vaults", id, service, externalId },
    canary,
    contents: async () => JSON.stringify(await tenant.snapshot()),
  };
}

/** Requests a token. */
export async function tokenOf(
  mock: Pick<MockServer, "fetch" | "baseUrl">,
  { appId, appSecret }: Pick<CreatedApp, "appId" | "appSecret">,
): Promise<string> {
  const response = await mock.fetch(`${mock.baseUrl}token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ appId, appSecret }),
  });
  const body: unknown = await response.json();
  if (typeof body === "object" && body !== null && "token" in body) return String(body.token);
  throw new Error(`no token: ${response.status}`);
}

/** A mock server without a rate limit for its default tenant, which all invalid requests belong to. */
export function createTarget(options: Parameters<typeof createMockServer>[0] = {}): MockServer {
  return createMockServer({ limits: { requestsPerMinute: "off" }, ...options });
}

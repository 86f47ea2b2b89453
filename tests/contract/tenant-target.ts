import type { FetchFunction } from "../../mod.ts";
import type { RemoteTenant, Seed, Tenant } from "../../mock-server/mod.ts";
import type { IsolateOptions, Target } from "./target.ts";

const COLLECTION = "scratch";
const FIELDS = { name: "text", note: "text", amount: "number" } as const;

/** The address of a mock, and the way to send requests to it. */
export interface TenantAccess {
  /** Sends all requests of the cases. */
  fetch: FetchFunction;
  /** The base URL of the API, with a trailing slash. */
  baseUrl: string;
  /** Whether a dropped request gets no response at all. Default `false`. */
  drop?: boolean | undefined;
}

/** The options to create a tenant for {@linkcode tenantTarget}, with a collection for the cases. */
export function tenantSettings(options: IsolateOptions = {}): IsolateOptions & { seed: Seed } {
  const { limits, behaviors } = options;
  return {
    seed: { collections: [{ slug: COLLECTION, name: "Scratch", fields: FIELDS }] },
    ...(limits === undefined ? {} : { limits }),
    ...(behaviors === undefined ? {} : { behaviors }),
  };
}

/** Creates a target with all capabilities for a tenant that was created with {@linkcode tenantSettings}. */
export function tenantTarget(tenant: Tenant | RemoteTenant, access: TenantAccess): Target {
  const { apps, clock, collections, faults, journal } = tenant;
  const create = async () => {
    const app = await apps.create({ name: "Contract", description: "Made by the contract suite" });
    return { appId: app.appId, appSecret: app.appSecret };
  };
  return {
    fetch: access.fetch,
    baseUrl: access.baseUrl,
    credentials: create,
    allowInsecure: true,
    collection: COLLECTION,
    collections,
    apps: {
      create,
      expire: (appId) => apps.expire(appId),
      revoke: (appId) => apps.revoke(appId),
      setApiEnabled: (enabled) => tenant.setApiEnabled(enabled),
    },
    clock,
    faults,
    journal,
    drop: access.drop ? true : undefined,
    behavior: (id) => tenant.behaviors.get(id),
  };
}

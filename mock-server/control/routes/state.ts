import { seedSchema } from "../../world/tenant/seed.ts";
import { snapshotSchema } from "../../world/tenant/snapshot.ts";
import { type ControlRoute, route } from "../route.ts";
import { decodedAnswer, seededAnswer, snapshotAnswer, tokenBody } from "../schemas.ts";
import { collectionSummary } from "./collections.ts";

/** The state of a tenant, and its tokens. */
export const stateRoutes: readonly ControlRoute[] = [
  route({
    id: "reset",
    method: "POST",
    path: "/tenants/{tenant}/reset",
    summary: "Restore the tenant's initial state: its seed and clock, no faults, an empty journal",
    run: ({ tenant }) => tenant.reset(),
  }),
  route({
    id: "takeSnapshot",
    method: "GET",
    path: "/tenants/{tenant}/snapshot",
    summary: "Take a snapshot of the tenant, without secrets and tokens",
    response: snapshotAnswer,
    run: ({ tenant }) => tenant.snapshot(),
  }),
  route({
    id: "restore",
    method: "POST",
    path: "/tenants/{tenant}/restore",
    summary: "Replace apps, collections, API state and clock by a snapshot, all or nothing",
    body: snapshotSchema,
    run: ({ tenant, body }) => tenant.restore(body),
  }),
  route({
    id: "seed",
    method: "POST",
    path: "/tenants/{tenant}/seed",
    summary: "Add apps, collections and records, all or nothing",
    body: seedSchema,
    response: seededAnswer,
    run({ tenant, body }) {
      const { apps, collections } = tenant.seed(body);
      return {
        apps: apps.map(({ appId, appSecret, name, description, state }) => ({
          appId,
          appSecret,
          name,
          description,
          state,
        })),
        collections: collections.map(collectionSummary),
      };
    },
  }),
  route({
    id: "decodeToken",
    method: "POST",
    path: "/tenants/{tenant}/tokens/decode",
    summary: "Decode a token and check whether it is accepted now",
    body: tokenBody,
    response: decodedAnswer,
    run: ({ tenant, body: { token } }) => tenant.decodeToken(token),
  }),
];

import { seedSchema } from "../../world/tenant/seed.ts";
import { snapshotSchema } from "../../world/tenant/snapshot.ts";
import { type ControlRoute, route } from "../route.ts";
import { decodedAnswer, seededAnswer, snapshotAnswer, tokenBody } from "../schemas.ts";
import { collectionSummary } from "./collections.ts";

/** A tenant as a whole, and its tokens. */
export const stateRoutes: readonly ControlRoute[] = [
  route({
    id: "reset",
    method: "POST",
    path: "/tenants/{tenant}/reset",
    summary:
      "Go back to how the tenant was made: its seed, no faults, an empty journal, its first time",
    run: ({ tenant }) => tenant.reset(),
  }),
  route({
    id: "takeSnapshot",
    method: "GET",
    path: "/tenants/{tenant}/snapshot",
    summary: "The tenant's state; it holds no secret and no token",
    response: snapshotAnswer,
    run: ({ tenant }) => tenant.snapshot(),
  }),
  route({
    id: "restore",
    method: "POST",
    path: "/tenants/{tenant}/restore",
    summary: "Put a snapshot in the stead of what there is, all or nothing",
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
    summary: "Take a token apart and say what it is worth now",
    body: tokenBody,
    response: decodedAnswer,
    run: ({ tenant, body: { token } }) => tenant.decodeToken(token),
  }),
];

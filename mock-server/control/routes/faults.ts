import { chaosSchema, faultSchema } from "../../world/faults/fault-schema.ts";
import { type ControlRoute, route } from "../route.ts";
import { faultsAnswer, idAnswer, removedAnswer } from "../schemas.ts";

/** Faults and chaos. */
export const faultRoutes: readonly ControlRoute[] = [
  route({
    id: "listFaults",
    method: "GET",
    path: "/tenants/{tenant}/faults",
    summary: "List the queued faults and the chaos settings",
    response: faultsAnswer,
    run: ({ tenant: { faults } }) => ({ faults: faults.list(), chaos: faults.chaos() ?? null }),
  }),
  route({
    id: "addFault",
    method: "POST",
    path: "/tenants/{tenant}/faults",
    summary: "Queue a fault",
    body: faultSchema,
    response: idAnswer,
    run: ({ tenant: { faults }, body }) => ({ id: faults.add(body) }),
  }),
  route({
    id: "clearFaults",
    method: "DELETE",
    path: "/tenants/{tenant}/faults",
    summary: "Remove all faults and turn chaos off",
    run: ({ tenant: { faults } }) => faults.clear(),
  }),
  route({
    id: "setChaos",
    method: "PUT",
    path: "/tenants/{tenant}/chaos",
    summary: "Turn on chaos: random faults, repeatable by seed",
    body: chaosSchema,
    run: ({ tenant: { faults }, body }) => faults.chaos(body),
  }),
  route({
    id: "endChaos",
    method: "DELETE",
    path: "/tenants/{tenant}/chaos",
    summary: "Turn chaos off",
    run: ({ tenant: { faults } }) => faults.chaos(false),
  }),
  route({
    id: "removeFault",
    method: "DELETE",
    path: "/tenants/{tenant}/faults/{fault}",
    summary: "Remove a fault, unless it is already used up",
    response: removedAnswer,
    run: ({ tenant: { faults }, params: { fault = "" } }) => ({ removed: faults.remove(fault) }),
  }),
];

import { chaosSchema, faultSchema } from "../../world/faults/fault-schema.ts";
import { type ControlRoute, route } from "../route.ts";
import { faultsAnswer, idAnswer, removedAnswer } from "../schemas.ts";

/** What is made to go wrong. */
export const faultRoutes: readonly ControlRoute[] = [
  route({
    id: "listFaults",
    method: "GET",
    path: "/tenants/{tenant}/faults",
    summary: "The faults that are left, and what happens by chance",
    response: faultsAnswer,
    run: ({ tenant: { faults } }) => ({ faults: faults.list(), chaos: faults.chaos() ?? null }),
  }),
  route({
    id: "addFault",
    method: "POST",
    path: "/tenants/{tenant}/faults",
    summary: "Let a fault happen",
    body: faultSchema,
    response: idAnswer,
    run: ({ tenant: { faults }, body }) => ({ id: faults.add(body) }),
  }),
  route({
    id: "clearFaults",
    method: "DELETE",
    path: "/tenants/{tenant}/faults",
    summary: "Take all faults away, those by chance too",
    run: ({ tenant: { faults } }) => faults.clear(),
  }),
  route({
    id: "setChaos",
    method: "PUT",
    path: "/tenants/{tenant}/chaos",
    summary: "Let faults happen by chance, repeatable by the seed",
    body: chaosSchema,
    run: ({ tenant: { faults }, body }) => faults.chaos(body),
  }),
  route({
    id: "endChaos",
    method: "DELETE",
    path: "/tenants/{tenant}/chaos",
    summary: "Let no more faults happen by chance",
    run: ({ tenant: { faults } }) => faults.chaos(false),
  }),
  route({
    id: "removeFault",
    method: "DELETE",
    path: "/tenants/{tenant}/faults/{fault}",
    summary: "Take one fault away; it may be used up already",
    response: removedAnswer,
    run: ({ tenant: { faults }, params: { fault = "" } }) => ({ removed: faults.remove(fault) }),
  }),
];

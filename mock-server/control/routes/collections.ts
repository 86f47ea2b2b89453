import { collectionDefinition, recordDefinition } from "../../world/collections/definitions.ts";
import type { CollectionState } from "../../world/collections/collection.ts";
import { WHY_IT_IS_GONE } from "../../world/collections/collection-handle.ts";
import { formatValue } from "../../support/format-value.ts";
import { toWire } from "../../world/collections/record-response.ts";
import { uuidText } from "../../support/text-schemas.ts";
import type { TenantState } from "../../world/tenant/tenant.ts";
import { type ControlRoute, route } from "../route.ts";
import {
  collectionAnswer,
  collectionsAnswer,
  recordAnswer,
  recordsAnswer,
  recordsQuery,
  telemetryAnswer,
} from "../schemas.ts";
import type { CollectionSummary } from "../types.ts";
import { UnknownName } from "../unknown-name.ts";

const errors = { 404: "The tenant or the collection does not exist." };
const ONE = "/tenants/{tenant}/collections/{collection}";

/** The summary of a collection, as the control API returns it. */
export function collectionSummary(
  { id, slug, name, records }: Pick<CollectionState, "id" | "slug" | "name" | "records">,
): CollectionSummary {
  return { id, slug, name, records: records.count() };
}

/** Direct access to collections and records, bypassing the API. */
export const collectionRoutes: readonly ControlRoute[] = [
  route({
    id: "listCollections",
    method: "GET",
    path: "/tenants/{tenant}/collections",
    summary: "List all collections",
    response: collectionsAnswer,
    run: ({ tenant }) => tenant.collections.all().map(collectionSummary),
  }),
  route({
    id: "createCollection",
    method: "POST",
    path: "/tenants/{tenant}/collections",
    summary: "Create a collection",
    body: collectionDefinition,
    response: collectionAnswer,
    run: ({ tenant, body }) => collectionSummary(tenant.collections.add(body)),
  }),
  route({
    id: "readCollection",
    method: "GET",
    path: ONE,
    summary: "Read one collection, by its ID or slug",
    response: collectionAnswer,
    run: ({ tenant, params: { collection = "" } }) =>
      collectionSummary(tenant.collections.get(collection)),
  }),
  route({
    id: "listRecords",
    method: "GET",
    path: `${ONE}/records`,
    summary: "List the records of a collection, oldest first; all by default",
    errors,
    query: recordsQuery,
    response: recordsAnswer,
    run({ tenant, params, query: { pageIndex = 0, pageSize = Infinity } }) {
      const { select } = named(tenant, params);
      const from = pageIndex === 0 ? 0 : pageIndex * pageSize;
      const { records, total } = select({}, from, pageSize);
      return { records: records.map((record) => toWire(record)), totalRecords: total };
    },
  }),
  route({
    id: "addRecord",
    method: "POST",
    path: `${ONE}/records`,
    summary: "Add a record, optionally with a fixed ID and number",
    errors,
    body: recordDefinition,
    response: recordAnswer,
    run: ({ tenant, params, body }) => named(tenant, params).records.add(body),
  }),
  route({
    id: "readTelemetry",
    method: "GET",
    path: `${ONE}/telemetry/{record}`,
    summary: "List the telemetry of a record in order of arrival",
    errors,
    response: telemetryAnswer,
    run: ({ tenant, params }) => named(tenant, params).telemetry(params["record"] ?? ""),
  }),
];

function named(
  tenant: TenantState,
  { collection = "" }: Readonly<Record<string, string>>,
): CollectionState {
  const found = tenant.collections.find(collection);
  if (found !== undefined) return found;
  // A test that holds a collection uses its ID.
  const hint = uuidText.safeParse(collection).success
    ? `If it existed, ${WHY_IT_IS_GONE}`
    : tenant.collections.hint(collection);
  throw new UnknownName(
    `Collection ${formatValue(collection)} does not exist in this tenant. ${hint}`,
  );
}

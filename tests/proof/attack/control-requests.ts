import type { MockServer, Snapshot } from "../../../mock-server/mod.ts";
import { ACTIONS } from "../../../mock-server/inspector/actions.ts";
import { actionPath } from "../../../mock-server/inspector/paths.ts";

/** A request of the control API or of the page. */
export interface ControlRequest {
  /** The method and the path, for the report. */
  name: string;
  method: string;
  path: string;
  /** A valid body. */
  body?: { type: string; text: string };
}

/** What the paths name. */
export type ControlNames = Readonly<
  Record<"tenant" | "appId" | "collection" | "record" | "fault", string>
>;

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

/** A valid request of every operation in /openapi.json below `/__mock`, and of every form of the page. */
export async function controlRequests(
  mock: MockServer,
  names: ControlNames,
  headers: Record<string, string>,
): Promise<ControlRequest[]> {
  const snapshot = await mock.tenant.snapshot();
  const bodies: Readonly<Record<string, unknown>> = {
    createTenant: {},
    setApiEnabled: { enabled: false },
    createApp: { name: "Attacker", description: "Attacker" },
    advanceClock: { by: "1s" },
    setClock: { time: 0 },
    sleep: { ms: 0 },
    createCollection: { slug: "attacker", name: "Attacker" },
    addRecord: { data: {} },
    addFault: { kind: "drop" },
    setChaos: { seed: 1, rate: 1 },
    expectEntries: { match: { path: "/nothing" }, times: 0 },
    restore: { ...snapshot, apps: [], collections: [] },
    seed: { collections: [{ slug: "seeded", name: "Seeded" }] },
    decodeToken: { token: "a.b.c" },
  };
  const response = await mock.fetch("http://localhost/openapi.json", { headers });
  const operations = operationsIn(await response.json());
  const values = new Map<string, string>(Object.entries(names));
  const calls = [
    ...pageRequests(names, snapshot),
    ...operations.map(({ id, method, path: template }) => {
      const path = template.replace(
        /\{(\w+)\}/g,
        (_, name: string) => encodeURIComponent(values.get(name) ?? ""),
      );
      const body = bodies[id];
      return {
        name: `${method} ${template}`,
        method,
        path,
        ...(body === undefined ? {} : { body: { type: JSON_TYPE, text: JSON.stringify(body) } }),
      };
    }),
  ];
  // Last what removes the things that the others need.
  const last = LAST.flatMap((name) => calls.filter((call) => call.name === name));
  return [...calls.filter(({ name }) => !LAST.includes(name)), ...last];
}

const LAST = [
  "POST the page's form tenant/reset",
  "POST the page's form tenant/restore",
  "POST /__mock/tenants/{tenant}/restore",
  "DELETE /__mock/tenants/{tenant}",
];

/** The page, and its forms. */
function pageRequests(
  { tenant, appId, collection, record, fault }: ControlNames,
  snapshot: Snapshot,
): ControlRequest[] {
  const forms: Readonly<Record<string, Record<string, string>>> = {
    apps: { name: "Attacker", description: "Attacker" },
    "apps/expire": { appId },
    "apps/revoke": { appId },
    api: { enabled: "false" },
    clock: { do: "1h" },
    token: { token: "a.b.c" },
    faults: { kind: "drop" },
    "faults/remove": { id: fault },
    chaos: { rate: "1", seed: "1" },
    "clock/set": { time: "2026-03-02" },
    "journal/send": { id: "1" },
    collections: { name: "Attacker by form" },
    records: { collection, json: "{}" },
    "records/edit": { collection, recordId: record, json: "{}" },
    "records/delete": { collection, recordId: record },
    "records/import": { collection, json: "[]" },
    "records/export": { collection },
    "tenant/restore": { json: JSON.stringify({ ...snapshot, apps: [], collections: [] }) },
  };
  const shown = new URLSearchParams({ tenant, collection, record });
  return [
    { name: "GET /", method: "GET", path: `/?tenant=${encodeURIComponent(tenant)}` },
    { name: "GET / with a record", method: "GET", path: `/?${shown}` },
    ...[1, 2, 3].map((id) => ({
      name: `GET / with entry ${id}`,
      method: "GET",
      path: `/?tenant=${encodeURIComponent(tenant)}&entry=${id}`,
    })),
    { name: "GET /openapi.json", method: "GET", path: "/openapi.json" },
    ...["view", ...Object.keys(ACTIONS)].map((action) => ({
      name: `POST the page's form ${action}`,
      method: "POST",
      path: actionPath(action),
      body: { type: FORM_TYPE, text: String(new URLSearchParams({ tenant, ...forms[action] })) },
    })),
  ];
}

interface Operation {
  id: string;
  method: string;
  path: string;
}

function operationsIn(document: unknown): Operation[] {
  const operations = entriesOf(property(document, "paths")).flatMap(([path, methods]) =>
    path.startsWith("/__mock/")
      ? entriesOf(methods).map(([method, of]) => ({
        id: String(property(of, "operationId")),
        method: method.toUpperCase(),
        path,
      }))
      : []
  );
  if (operations.length === 0) throw new Error("/openapi.json lists no operations");
  return operations;
}

function property(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null ? Reflect.get(of, name) : undefined;
}

function entriesOf(of: unknown): [string, unknown][] {
  return typeof of === "object" && of !== null ? Object.entries(of) : [];
}

// Updates of the page: nothing when nothing has changed, and otherwise the parts that have.
import { describe, expect, test } from "bun:test";
import {
  createManualClock,
  createMockServer,
  type MockServer,
} from "../../../../mock-server/mod.ts";

const ORIGIN = "http://localhost:8787";

async function post(
  mock: MockServer,
  action: string,
  fields: Record<string, string>,
): Promise<{ status: number; html: string }> {
  const response = await mock.fetch(
    new Request(`${ORIGIN}/__mock/inspector/${action}`, {
      method: "POST",
      headers: { origin: ORIGIN, "x-inspector": "script" },
      body: new URLSearchParams(fields),
    }),
  );
  return { status: response.status, html: await response.text() };
}

/** The elements that updates replace. */
const IDS = [
  ...["state", "journal-buttons", "filter", "journal-view", "collections-list", "record-tools"],
  ...["picker", "connect", "apps-list", "env", "api-switch", "clock", "faults-list", "chaos-state"],
  ...["behaviors-state", "behaviors-form", "token-result"],
];

/** The HTML of each of these elements. */
function elementsOf(html: string): Map<string, string> {
  const starts = [...html.matchAll(/<(?:div|form|details)[^>]*?\bid="([\w-]+)"/g)]
    .filter(([, id = ""]) => IDS.includes(id));
  return new Map(
    starts.map((start, i) =>
      [start[1] ?? "", html.slice(start.index, starts[i + 1]?.index).trim()] as const
    ),
  );
}

function seenIn(elements: Map<string, string>): string {
  return /data-seen="([^"]+)"/.exec(elements.get("state") ?? "")?.[1] ?? "";
}

function filled() {
  const mock = createMockServer({
    control: true,
    clock: createManualClock({ start: "2026-03-02T09:14:07Z" }),
    seed: {
      apps: [{ name: "Import", description: "Nightly" }],
      collections: [
        { slug: "people", name: "People", records: [{ id: "r1", data: { name: "Ada" } }] },
        { slug: "orders", name: "Orders" },
      ],
    },
  });
  const [people, orders] = mock.tenant.collections.list();
  if (people === undefined || orders === undefined) throw new Error("no collection");
  return { mock, people, orders, other: mock.createTenant() };
}

test("an update is empty if nothing has changed, also with 1,000 requests", async () => {
  const { mock } = filled();
  for (let i = 0; i < 1_000; i++) await mock.fetch(`${mock.baseUrl}n${i}`);
  const view = { show: "1000", search: "n7", collection: "people", find: "a" };
  const page = await (await mock.fetch(`${ORIGIN}/?${new URLSearchParams(view)}`)).text();
  const seen = seenIn(elementsOf(page));
  expect(await post(mock, "view", { ...view, seen })).toEqual({ status: 204, html: "" });
  // Without it, as when someone chooses a link, everything is sent.
  const { status, html } = await post(mock, "view", view);
  expect([status, [...elementsOf(html).keys()]]).toEqual([200, IDS.slice(0, -1)]);
  await mock.fetch(`${mock.baseUrl}n7`);
  expect((await post(mock, "view", { ...view, seen })).html).toContain("(1 older one dropped)");
});

test("a clock that starts to run or moves on updates itself only", async () => {
  const { mock } = filled();
  let elements = elementsOf((await post(mock, "view", {})).html);
  for (const change of [() => mock.clock.resume(), () => mock.clock.advance("1s")]) {
    await change();
    elements = elementsOf((await post(mock, "view", { seen: seenIn(elements) })).html);
    expect([...elements.keys()]).toEqual(["state", "api-switch", "clock"]);
  }
});

test("another mock with the same data updates everything", async () => {
  const seen = seenIn(elementsOf((await post(filled().mock, "view", {})).html));
  const { html } = await post(filled().mock, "view", { seen });
  expect([...elementsOf(html).keys()]).toEqual(IDS.slice(0, -1));
});

test("another view updates everything", async () => {
  const { mock } = filled();
  const seen = seenIn(elementsOf((await post(mock, "view", {})).html));
  const { html } = await post(mock, "view", { seen, entry: "7" });
  expect([...elementsOf(html).keys()]).toEqual(IDS.slice(0, -1));
});

describe("after each change, an update makes the page that a reload would show", () => {
  type Change = (of: ReturnType<typeof filled>) => unknown;
  const send = async (mock: MockServer, path: string, init: RequestInit = {}) => {
    await (await mock.fetch(`${mock.baseUrl}${path}`, init)).text().catch(() => {});
  };
  const tokenOf = async ({ tenant, fetch, baseUrl }: MockServer): Promise<string> => {
    const app = await tenant.apps.create({ name: "Import", description: "Nightly" });
    const { appId, appSecret } = app;
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ appId, appSecret });
    const response = await fetch(`${baseUrl}token`, { method: "POST", headers, body });
    return (await response.json()).token;
  };
  const appId = (mock: MockServer) => mock.tenant.apps.list().at(-1)?.appId ?? "";

  const CHANGES: Record<string, Change> = {
    "a request": ({ mock }) => send(mock, "version"),
    "a request that fails": ({ mock }) => send(mock, "status"),
    "a request that a fault drops": ({ mock }) => {
      mock.faults.add({ kind: "drop" });
      return mock.fetch(`${mock.baseUrl}status`).catch(() => {});
    },
    "a request that waits": ({ mock }) => {
      mock.faults.add({ kind: "stalledBody", after: 3 });
      return mock.fetch(`${mock.baseUrl}version`);
    },
    "the journal is cleared": ({ mock }) => mock.journal.clear(),
    "a new app": ({ mock }) => mock.tenant.apps.create({ name: "New", description: "New" }),
    "a new app elsewhere": ({ other }) => other.apps.create({ name: "New", description: "New" }),
    "an expired app": ({ mock }) => mock.tenant.apps.expire(appId(mock)),
    "the API is off": ({ mock }) => mock.tenant.setApiEnabled(false),
    "the clock moves": ({ mock }) => mock.clock.advance("1h"),
    "a new record": ({ people }) => people.records.add({ data: { name: "Grace" } }),
    "a new record elsewhere": ({ orders }) => orders.records.add({ data: {} }),
    "a changed record": ({ mock }) =>
      post(mock, "records/edit", { collection: "people", recordId: "r1", json: '{"name":"B"}' }),
    "telemetry": async ({ mock }) => {
      const snapshot = await mock.tenant.snapshot();
      const [first, ...rest] = snapshot.collections;
      if (first === undefined) throw new Error("no collection");
      const r1 = [{ timestamp: "2026-01-01T00:00:00Z", data: { name: "C" } }];
      await mock.tenant.restore({
        ...snapshot,
        collections: [{ ...first, telemetry: { r1 } }, ...rest],
      });
    },
    "a deleted record": ({ mock }) =>
      post(mock, "records/delete", { collection: "people", recordId: "r1" }),
    "a new collection": ({ mock }) => mock.tenant.collections.create({ slug: "c", name: "C" }),
    "a new fault": ({ mock }) => mock.faults.add({ kind: "status", status: 503, times: 3 }),
    "a used fault": async ({ mock }) => {
      mock.faults.add({ kind: "status", status: 503, times: 3 });
      await send(mock, "version");
    },
    "chaos": ({ mock }) => mock.faults.chaos({ rate: 0.5, seed: 1 }),
    "a behavior": ({ mock }) => mock.tenant.behaviors.set({ "list.order": "id" }),
    "a new tenant": ({ mock }) => mock.createTenant(),
    "a reset": ({ mock }) => mock.tenant.reset(),
  };

  const VIEWS: Record<string, string>[] = [
    { tenant: "default", collection: "people" },
    {
      tenant: "default",
      collection: "people",
      record: "r1",
      entry: "1",
      search: "a",
      find: "nobody",
    },
  ];

  for (const [what, change] of Object.entries(CHANGES)) {
    test(what, async () => {
      const statuses: number[] = [];
      for (const view of VIEWS) {
        const of = filled();
        await send(of.mock, "collections/people/r1");
        const token = view["record"] === undefined ? "" : await tokenOf(of.mock);
        of.mock.faults.add({ kind: "delay", duration: "1s" });
        const elements = elementsOf((await post(of.mock, "view", { ...view, token })).html);
        await change(of);
        const update = await post(of.mock, "view", { ...view, token, seen: seenIn(elements) });
        for (const [id, html] of elementsOf(update.html)) elements.set(id, html);
        const reloaded = elementsOf((await post(of.mock, "view", { ...view, token })).html);
        expect([...elements].sort()).toEqual([...reloaded].sort());
        statuses.push(update.status);
      }
      // Only the second view shows telemetry.
      expect(statuses).toContain(200);
    });
  }
});

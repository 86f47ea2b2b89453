// The mock behind MSW, for the runtimes MSW runs on. The package's exports are arguments, so that Node
// can pass those of the packed package.
import { setupServer } from "msw/node";
import type * as Client from "../../mod.ts";
import type * as Mock from "../../mock-server/mod.ts";
import type * as Msw from "../../mock-server/msw.ts";
import type * as Contract from "../contract/mod.ts";
import { sample } from "./sample.ts";
import type { RuntimeCase } from "./served.ts";

/** The exports that are tested. */
export interface MswFaces {
  client: typeof Client;
  mock: typeof Mock;
  msw: typeof Msw;
  contract: typeof Contract;
}

const PRODUCTION = "https://app.kinabase.com/api/v1/";

/**
 * The cases for a runtime that MSW runs on.
 *
 * @param every Of the contract over MSW, only every nth case.
 */
export function mswCases(
  { client, mock, msw, contract }: MswFaces,
  every: number = 1,
): RuntimeCase[] {
  async function intercepted(handlers: Msw.MswHandler[], use: () => Promise<void>) {
    const server = setupServer(...handlers);
    server.listen({ onUnhandledRequest: "error" });
    try {
      await use();
    } finally {
      server.close();
    }
  }

  /** Creates a mock with a database, and a client with only its production options. */
  async function withPeople(
    use: (
      setup: Msw.MswMock & { people: ReturnType<Client.Client["collection"]> },
    ) => Promise<void>,
  ) {
    const made = await msw.createMswMock({
      seed: { collections: [{ slug: "people", name: "People" }] },
    });
    const { appId, appSecret } = await made.mock.tenant.apps.create(APP);
    const people = client.createClient({ appId, appSecret }).collection("people");
    await intercepted(made.handlers, () => use({ ...made, people }));
  }

  const globalFetch: Mock.FetchFunction = (input, init) => fetch(input, init);
  const contractCases = contract.contract(contract.mockTarget(mock.createMockServer()))
    .filter(({ standalone }) => !standalone);
  return [
    ...sample(contractCases, every).map(({ id, subject, level, title, evidence }) => ({
      name: `runtime: over MSW: ${subject} (${level}): ${title} [${evidence}]`,
      run: async () => {
        const { mock: made, handlers } = await msw.createMswMock();
        await intercepted(handlers, async () => {
          const over = { baseUrl: PRODUCTION, fetch: globalFetch, drop: true };
          const target = contract.mockTarget(made, over);
          await contract.contract(target).find((c) => c.id === id)?.run();
        });
      },
    })),
    {
      name: "runtime: over MSW: a client sees the changes that a test makes in the database",
      run: () =>
        withPeople(async ({ mock: { clock }, db, people }) => {
          const { id } = await people.create({ data: { name: "Ada" } });
          equal((await people.get(id)).data, { name: "Ada" }, "as it was added");
          const isAda = { data: { name: { equals: "Ada" } } };
          equal(db.record.findFirst({ where: isAda })?.id, id, "the row");

          const updatedAfter = new Date(clock.now());
          await clock.advance(1);
          db.record.update({ where: isAda, data: { data: { age: 36 }, updatedAt: clock.now() } });
          const changed = await people.page({ updatedAfter });
          equal(changed.records.map(({ data }) => data), [{ name: "Ada", age: 36 }], "changed");

          const data = { name: "Grace" };
          db.record.create({ collection: "people", data, external: [{ key: "navy", id: "7" }] });
          equal((await people.external("navy").get("7")).numericId, 2, "the number of the second");
          equal((await people.create({ data: {} })).numericId, 3, "the number of the third");

          db.record.delete({ where: isAda });
          const gone = await people.get(id).then(() => undefined, (error: unknown) => error);
          expect(gone instanceof client.NotFoundError, String(gone));
        }),
    },
    {
      name: "runtime: over MSW: records that were requested earlier do not change",
      run: () =>
        withPeople(async ({ db, people }) => {
          for (let i = 0; i < 250; i++) {
            db.record.create({ collection: "people", data: { inner: { i } } });
          }
          const seen: unknown[] = [];
          for await (const { data } of people.stream()) {
            if (seen.push(data) > 1) continue;
            db.record.updateMany({ where: {}, data: { data: { inner: { i: -1 } } } });
            db.record.deleteMany({ where: { numericId: { gt: 200 } } });
          }
          equal(seen, Array.from({ length: 250 }, (_, i) => ({ inner: { i } })), "all records");
        }),
    },
    {
      name: "runtime: over MSW: an existing mock responds at any base URL, and only below it",
      run: async () => {
        const made = mock.createMockServer();
        const baseUrl = "https://staging.example.com/api/v1/";
        const app = await made.tenant.apps.create(APP);
        await intercepted(msw.kinabaseHandlers(made, { baseUrl }), async () => {
          await client.createClient(app.clientOptions({ baseUrl })).status();
          equal(made.journal.count(), 2, "requests that reached the mock");
          for (const path of ["%zz", "a//b", "collections/%2F", "?", ""]) {
            equal((await fetch(`${baseUrl}${path}`)).status, 401, `status of ${path}`);
          }
          const beside = [
            "https://staging.example.com/api/v1x",
            `${baseUrl}../../__mock/`,
            PRODUCTION,
          ];
          const reached = made.journal.count();
          const print = console.error;
          console.error = () => {}; // MSW prints the requests that it refuses
          try {
            for (const url of [...beside, `${baseUrl}%2e%2e/%2e%2e/__mock/tenants`]) {
              const error = await fetch(url).then(() => undefined, (thrown: unknown) => thrown);
              expect(error instanceof Error && error.message.includes("[MSW]"), `${url}: ${error}`);
            }
          } finally {
            console.error = print;
          }
          equal(made.journal.count(), reached, "requests that reached the mock after those");
        });
      },
    },
    {
      name: "runtime: over MSW: an invalid base URL is refused",
      run: async () => {
        const make = () => msw.kinabaseHandlers(mock.createMockServer(), { baseUrl: "/api/v1/" });
        const error = await Promise.resolve().then(make).catch((thrown: unknown) => thrown);
        expect(error instanceof TypeError && error.message.startsWith("baseUrl:"), String(error));
      },
    },
    {
      name: "runtime: over MSW: the signal aborts a body even after its headers arrived",
      run: async () => {
        const made = mock.createMockServer();
        made.faults.add({ kind: "stalledBody" });
        await intercepted(msw.kinabaseHandlers(made), async () => {
          const controller = new AbortController();
          const response = await fetch(`${PRODUCTION}status`, { signal: controller.signal });
          const body = response.text().then(() => "complete", (reason: unknown) => reason);
          setTimeout(() => controller.abort("enough"), 1);
          equal(await body, "enough", "the reason of the body");
        });
      },
    },
    {
      name: "runtime: over MSW: a response is streamed",
      run: async () => {
        const made = mock.createMockServer();
        made.faults.add({ kind: "stalledBody" });
        await intercepted(msw.kinabaseHandlers(made), async () => {
          const controller = new AbortController();
          const { body } = await fetch(`${PRODUCTION}status`, { signal: controller.signal });
          const first = await body?.getReader().read();
          expect((first?.value?.length ?? 0) > 0, "the first half of the body");
          controller.abort();
        });
      },
    },
    {
      name: "runtime: over MSW: a dropped request is a network error",
      run: async () => {
        const broken = { fetch: () => Promise.reject(new Error("dropped")) };
        await intercepted(msw.kinabaseHandlers(broken), async () => {
          const error = await fetch(`${PRODUCTION}status`).catch((thrown: unknown) => thrown);
          expect(error instanceof TypeError, String(error));
        });
      },
    },
  ];
}

const APP = { name: "Behind MSW", description: "For these tests" };

function expect(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`check failed: ${what}`);
}

function equal(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  expect(found === wanted, `${what} is ${found}, not ${wanted}`);
}

// The mock on a port, for the runtimes that can listen. The package's faces come as an argument, so
// that Node can hand in the packed ones.
import type * as Client from "../../mod.ts";
import type * as Mock from "../../mock-server/mod.ts";
import type * as Serve from "../../mock-server/serve.ts";
import type * as Contract from "../contract/mod.ts";

/** What is tested. */
export interface Faces {
  client: typeof Client;
  mock: typeof Mock;
  serve: typeof Serve;
  contract: typeof Contract;
}

/** A case of one runtime only; the prefix keeps it out of the comparison of runtimes. */
export interface RuntimeCase {
  name: string;
  /** Why it cannot run here. */
  skip?: string | undefined;
  run(): Promise<void>;
}

/** The cases for a runtime that can listen on a port. */
export function servedCases({ client, mock, serve, contract }: Faces): RuntimeCase[] {
  const overHttp: Mock.FetchFunction = (input, init) => fetch(input, init);

  async function served(
    use: (server: Serve.RunningServer, mock: Mock.MockServer) => Promise<void>,
  ) {
    const made = mock.createMockServer();
    const server = await serve.serve(made, { port: 0 });
    try {
      await use(server, made);
    } finally {
      await server.close();
    }
  }

  // Said here once more, so that a runtime that learns to drop, or forgets how, is noticed.
  const drop = !("Deno" in globalThis);
  const model = mock.createMockServer();
  const contractCases = contract.contract(
    contract.mockTarget(model, { baseUrl: model.baseUrl, fetch: overHttp, drop }),
  );
  return [
    ...contractCases.map(({ id, subject, level, title, evidence, skip }) => ({
      name: `runtime: over HTTP: ${subject} (${level}): ${title} [${evidence}]`,
      skip,
      run: () =>
        served(async ({ baseUrl, drops }, made) => {
          expect(drops === drop, `drops is ${drops}`);
          const target = contract.mockTarget(made, { baseUrl, fetch: overHttp, drop });
          await contract.contract(target).find((c) => c.id === id)?.run();
        }),
    })),
    {
      name: "runtime: serve says where it listens, and a client finds it there",
      run: () =>
        served(async ({ url, baseUrl }, made) => {
          expect(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/.test(url), `url is ${url}`);
          expect(baseUrl === `${url}/api/v1/`, `baseUrl is ${baseUrl}`);
          const app = await made.tenant.apps.create({ name: "Served", description: "On a port" });
          const c = client.createClient(app.clientOptions({ baseUrl }));
          await c.status();
          await made.clock.advance("61m");
          await c.status();
          expect(made.journal.count({ path: "/token" }) === 2, "two token requests");
        }),
    },
    {
      name: "runtime: a served answer carries one Date header, by the tenant's clock",
      run: () =>
        served(async ({ baseUrl }, made) => {
          await made.clock.set("2031-05-06T07:08:09Z");
          const response = await fetch(`${baseUrl}status`);
          await response.text();
          const date = response.headers.get("date");
          expect(date === "Tue, 06 May 2031 07:08:09 GMT", `Date is ${date}`);
        }),
    },
    {
      name: "runtime: close ends connections under way, and may be called twice",
      run: async () => {
        const made = mock.createMockServer();
        const server = await serve.serve(made, { port: 0 });
        made.faults.add({ kind: "stalledBody" });
        const response = await fetch(`${server.baseUrl}status`);
        const body = response.text().then(() => "complete", () => "broken off");
        await server.close();
        await server.close();
        expect(await body === "broken off", "the stalled answer is broken off");
        const after = await fetch(server.url).then(() => "answered", () => "refused");
        expect(after === "refused", "nobody listens any more");
      },
    },
    {
      name: "runtime: a taken port says so, and what to do",
      run: () =>
        served(async ({ url }, made) => {
          const port = Number(new URL(url).port);
          const error = await serve.serve(made, { port }).then(() => undefined, (e: unknown) => e);
          expect(error instanceof Error && error.message.includes(`Port ${port}`), String(error));
        }),
    },
    {
      name: "runtime: a port that is none is refused",
      run: async () => {
        for (const port of [-1, 65_536, 1.5, NaN]) {
          const error = await serve.serve(mock.createMockServer(), { port })
            .then(() => undefined, (e: unknown) => e);
          expect(error instanceof TypeError && error.message.startsWith("port:"), String(error));
        }
      },
    },
    {
      name: drop
        ? "runtime: a dropped request gets no head, not even an error's"
        : "runtime: a dropped request gets a head and then breaks off, the nearest this runtime can do",
      run: () =>
        served(async ({ baseUrl }, made) => {
          made.faults.add({ kind: "drop", times: 4 });
          const response = await fetch(`${baseUrl}status`).catch(() => undefined);
          const text = await response?.text().catch(() => undefined);
          expect(text === undefined, `the body is ${text}`);
          expect(
            response?.status === (drop ? undefined : 200),
            `the status is ${response?.status}`,
          );
        }),
    },
    {
      name: "runtime: a client that gives up an answer in mid-body leaves the server well",
      run: () =>
        served(async ({ baseUrl }, made) => {
          const app = await made.tenant.apps.create({ name: "Served", description: "On a port" });
          const c = client.createClient(app.clientOptions({ baseUrl }));
          await c.token();
          made.faults.add({ kind: "stalledBody", times: 3, match: { path: "/status" } });
          for (let i = 0; i < 3; i++) await (await c.fetch("status")).body?.cancel();
          await c.status();
        }),
    },
  ];
}

function expect(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`expected otherwise: ${what}`);
}

// The mock on a port, for the runtimes that can listen. The package's exports are
// arguments, so that Node can pass those of the packed package.
import type * as Client from "../../mod.ts";
import type * as Mock from "../../mock-server/mod.ts";
import type * as Serve from "../../mock-server/serve.ts";
import type * as Contract from "../contract/mod.ts";

/** The exports that are tested. */
export interface Faces {
  client: typeof Client;
  mock: typeof Mock;
  serve: typeof Serve;
  contract: typeof Contract;
}

/** A case for one runtime. Its prefix excludes it from the comparison of runtimes. */
export interface RuntimeCase {
  name: string;
  /** The reason why it cannot run on this runtime. */
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

  const model = mock.createMockServer();
  const contractCases = contract.contract(
    contract.mockTarget(model, { baseUrl: model.baseUrl, fetch: overHttp, drop: true }),
  ).filter(({ standalone }) => !standalone);
  return [
    ...contractCases.map(({ id, subject, level, title, evidence, skip }) => ({
      name: `runtime: over HTTP: ${subject} (${level}): ${title} [${evidence}]`,
      skip,
      run: () =>
        served(async ({ baseUrl }, made) => {
          const target = contract.mockTarget(made, { baseUrl, fetch: overHttp, drop: true });
          await contract.contract(target).find((c) => c.id === id)?.run();
        }),
    })),
    {
      name: "runtime: a client reaches the mock at the URL that serve returns",
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
      name: "runtime: a response has one Date header with the time of the tenant's clock",
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
      name: "runtime: close ends open connections, and can be called twice",
      run: async () => {
        const made = mock.createMockServer();
        const server = await serve.serve(made, { port: 0 });
        made.faults.add({ kind: "stalledBody" });
        const response = await fetch(`${server.baseUrl}status`);
        const body = response.text().then(() => "complete", () => "broken off");
        await server.close();
        await server.close();
        expect(await body === "broken off", "the stalled response breaks off");
        const after = await fetch(server.url).then(() => "answered", () => "refused");
        expect(after === "refused", "the port is closed");
      },
    },
    {
      name: "runtime: the error for a port in use says what to do",
      run: () =>
        served(async ({ url }, made) => {
          const port = Number(new URL(url).port);
          const error = await serve.serve(made, { port }).then(() => undefined, (e: unknown) => e);
          expect(error instanceof Error && error.message.includes(`Port ${port}`), String(error));
        }),
    },
    {
      name: "runtime: an invalid port is refused",
      run: async () => {
        for (const port of [-1, 65_536, 1.5, NaN]) {
          const error = await serve.serve(mock.createMockServer(), { port })
            .then(() => undefined, (e: unknown) => e);
          expect(error instanceof TypeError && error.message.startsWith("port:"), String(error));
        }
      },
    },
    {
      name: "runtime: on all addresses the control API is closed without a key",
      run: async () => {
        const key = crypto.randomUUID();
        for (const control of [true, { key }]) {
          const made = mock.createMockServer({ control });
          const server = await serve.serve(made, { port: 0, hostname: "0.0.0.0" });
          try {
            const statuses: number[] = [];
            for (const headers of [{}, { authorization: `Bearer ${key}` }]) {
              const path = "/__mock/tenants/default/api";
              const init = { method: "PUT", body: '{"enabled":true}' };
              const response = await fetch(`${server.url}${path}`, {
                ...init,
                headers: { ...headers, "content-type": "application/json" },
              });
              await response.text();
              statuses.push(response.status);
            }
            const expected = control === true ? "403,403" : "401,204";
            expect(statuses.join() === expected, `${statuses.join()}, not ${expected}`);
          } finally {
            await server.close();
          }
        }
      },
    },
    {
      name: "runtime: a host that is not an address of this machine is refused, with what to do",
      run: async () => {
        for (
          const [hostname, words] of [
            ["203.0.113.5", "Cannot listen on 203.0.113.5: it is not an address of this machine"],
            ["http://localhost", "hostname: expected an address such as 127.0.0.1"],
            ["", "hostname: expected an address such as 127.0.0.1"],
          ] as const
        ) {
          const error = await serve.serve(mock.createMockServer(), { port: 0, hostname })
            .then(() => undefined, (e: unknown) => e);
          const said = error instanceof Error ? error.message : String(error);
          // Deno asks first whether the address is permitted.
          expect(said.startsWith(words) || said.startsWith("No permission to listen on"), said);
        }
      },
    },
    {
      name: "runtime: a dropped request gets no response, not even an error",
      run: () =>
        served(async ({ baseUrl }, made) => {
          made.faults.add({ kind: "drop", times: 4 });
          const response = await fetch(`${baseUrl}status`).catch(() => undefined);
          expect(response === undefined, `the status is ${response?.status}`);
        }),
    },
    {
      name: "runtime: the server keeps working after a client cancels a response in its body",
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
  if (!condition) throw new Error(`check failed: ${what}`);
}

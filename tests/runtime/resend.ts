// Neither this package nor the runtime sends a write twice. Some runtimes silently resend a request when
// its connection closes before the response. The package's exports are arguments, so that Node can pass
// those of the packed package.
import type * as Client from "../../mod.ts";
import { type RawRequest, type RawResponse, type RawServer, startRawServer } from "./raw-server.ts";
import type { Faces, RuntimeCase } from "./served.ts";

type Write = (client: Client.Client) => Promise<unknown>;

/** The expected outcome of a write. */
type Ending = (client: typeof Client, outcome: unknown) => boolean;

const networkError: Ending = ({ NetworkError }, outcome) => outcome instanceof NetworkError;

const unknownReport: Ending = (_, outcome) => {
  const { done, failed, unknown = [], unsent } = Object(outcome);
  const [lost, ...more] = unknown;
  return [done, failed, unsent, more].every(({ length }) => length === 0) && lost?.from === 0 &&
    lost?.to === 2 && lost?.error?.code === "network";
};

const JSON_TYPE = "application/json";
const bytes = new TextEncoder().encode('{"a":1}');

function form(): FormData {
  const data = new FormData();
  data.set("name", "value");
  return data;
}

const post = (body?: BodyInit): Write => (client) =>
  client.fetch("anything", { method: "POST", ...(body === undefined ? {} : { body }) });

/** The writes that must not be sent twice, their outcomes, and what the server must receive. */
const WRITES: Readonly<
  Record<string, { write: Write; ending: Ending; method: string; type?: string; body: RegExp }>
> = {
  "collection.create": {
    write: (client) => client.collection("people").create({ data: { name: "Ada" } }),
    ending: networkError,
    method: "POST",
    type: JSON_TYPE,
    body: /^{"data":{"name":"Ada"}}$/,
  },
  "bulk.create": {
    write: (client) =>
      client.collection("people").bulk.create([{ data: {} }, { data: {} }], {
        throwOnFailure: false,
      }),
    ending: unknownReport,
    method: "POST",
    type: JSON_TYPE,
    body: /^{"records":\[{"data":{}},{"data":{}}\]}$/,
  },
  "bulk.delete": {
    write: (client) =>
      client.collection("people").bulk.delete(["a", "b"], { throwOnFailure: false }),
    ending: unknownReport,
    method: "DELETE",
    type: JSON_TYPE,
    body: /^{"recordIds":\["a","b"\]}$/,
  },
  "ingest": {
    write: (client) =>
      client.collection("people").ingest(["a", "b"].map(sample), { throwOnFailure: false }),
    ending: unknownReport,
    method: "POST",
    type: JSON_TYPE,
    body: /^{"records":\[/,
  },
  "client.fetch, POST of a text": {
    write: post("größer"),
    ending: networkError,
    method: "POST",
    type: JSON_TYPE,
    // One character per byte.
    body: /^gr\u00c3\u00b6\u00c3\u0178er$|^gr\u00c3\u00b6\u00c3\u009fer$/,
  },
  "client.fetch, POST of bytes": {
    write: post(bytes),
    ending: networkError,
    method: "POST",
    body: /^{"a":1}$/,
  },
  "client.fetch, POST of a blob": {
    write: post(new Blob([bytes], { type: "text/csv" })),
    ending: networkError,
    method: "POST",
    type: "text/csv",
    body: /^{"a":1}$/,
  },
  "client.fetch, POST of a form": {
    write: post(form()),
    ending: networkError,
    method: "POST",
    type: "multipart/form-data; boundary=",
    body: /name="name"\r\n\r\nvalue\r\n/,
  },
  "client.fetch, POST of parameters": {
    write: post(new URLSearchParams({ a: "1" })),
    ending: networkError,
    method: "POST",
    type: "application/x-www-form-urlencoded",
    body: /^a=1$/,
  },
  "client.fetch, POST of nothing": {
    write: post(),
    ending: networkError,
    method: "POST",
    body: /^$/,
  },
  "client.fetch, PUT with idempotent: false": {
    write: (client) => client.fetch("anything", { method: "PUT", body: "{}", idempotent: false }),
    ending: networkError,
    method: "PUT",
    type: JSON_TYPE,
    body: /^{}$/,
  },
};

/** The cases for a runtime that can listen at a socket. */
export function resendCases({ client }: Pick<Faces, "client">): RuntimeCase[] {
  const connections = [["a fresh", false], ["a used", true]] as const;
  return connections.flatMap(([which, used]) => [
    ...Object.entries(WRITES).map(([name, { write, ending, method, type, body }]) => ({
      name: `runtime: ${name} is sent once when ${which} connection closes before the response`,
      run: () =>
        withServer(client, used, () => "close", async (c, sent) => {
          const outcome = await write(c).then((value) => value, (error: unknown) => error);
          expect(ending(client, outcome), `it ended with ${show(outcome)}`);
          const [request, ...more] = sent();
          expect(more.length === 0, `it was sent ${more.length + 1} times`);
          expect(request?.method === method, `the method is ${request?.method}`);
          expect(body.test(request?.body ?? ""), `the body is ${request?.body}`);
          const found = request?.headers.get("content-type");
          expect(type === undefined || found?.startsWith(type) === true, `the type is ${found}`);
        }),
    })),
    {
      name: `runtime: a DELETE by ID whose response was lost on ${which} connection succeeds`,
      run: async () => {
        let there = true;
        // Deleted without a response. From then on there is nothing to delete.
        const carryOut = (): RawResponse => {
          if (!there) return { status: 404, body: { error: "There is no such record." } };
          there = false;
          return "close";
        };
        await withServer(client, used, carryOut, async (c, sent) => {
          await c.collection("people").delete("a");
          const seen = sent().map(({ method, path, body }) => `${method} ${path} ${body}`);
          const once = "DELETE /api/v1/collections/people/a ";
          expect(show(seen) === show([once, once]), `the server was sent ${show(seen)}`);
        });
      },
    },
    {
      name: `runtime: a DELETE of an unknown record fails on ${which} connection`,
      run: () => {
        const none = () => ({ status: 404, body: { error: "There is no such record." } });
        return withServer(client, used, none, async (c, sent) => {
          const error = await c.collection("people").delete("a").catch((e: unknown) => e);
          expect(error instanceof client.NotFoundError, `it ended with ${show(error)}`);
          expect(sent().length === 1, `it was sent ${sent().length} times`);
        });
      },
    },
  ]);
}

/**
 * Runs a function with a client and its own server.
 *
 * @param used Whether the client already has a keep-alive connection.
 */
async function withServer(
  { createClient }: typeof Client,
  used: boolean,
  respond: (request: RawRequest) => RawResponse,
  use: (client: Client.Client, sent: () => readonly RawRequest[]) => Promise<void>,
): Promise<void> {
  const server: RawServer = await startRawServer((request) =>
    request.path.endsWith("/status") ? { status: 200, body: {} } : respond(request)
  );
  try {
    const { baseUrl, requests } = server;
    const client = createClient({ baseUrl, token: "t", retry: { baseDelay: 1 } });
    if (used) {
      for (let i = 0; i < 2; i++) {
        await client.status();
        // Some runtimes take a moment to reuse a connection.
        await new Promise<void>((resolve) => setTimeout(resolve, 5));
      }
      const [one, other] = requests.map(({ connection }) => connection);
      expect(one === other, "the used connection is reused");
    }
    const before = requests.length;
    await use(client, () => requests.slice(before));
  } finally {
    await server.close();
  }
}

function show(value: unknown): string {
  return value instanceof Error ? String(value) : JSON.stringify(value);
}

function expect(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`check failed: ${what}`);
}

function sample(id: string): Client.IngestInput {
  return { id, changes: [{ timestamp: "2026-01-02T03:04:05Z", data: { level: 1 } }] };
}

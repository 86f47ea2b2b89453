/**
 * Runs a mock server on a port, on Node, Bun or Deno.
 *
 * @example
 * ```ts
 * import { createMockServer } from "@kinakit/kinabase/mock";
 * import { serve } from "@kinakit/kinabase/serve";
 *
 * const mock = createMockServer();
 * const server = await serve(mock, { port: 0 });
 * console.log(server.baseUrl); // http://127.0.0.1:…/api/v1/
 * await server.close();
 * ```
 *
 * @module
 */
import { API_PATH } from "./support/api-path.ts";
import { onlyKnown } from "./support/check.ts";
import { ConnectionDropped } from "./world/faults/connection-dropped.ts";

/** Where to listen. */
export interface ServeOptions {
  /** The port; 0 takes any free one. Default 8787. */
  port?: number | undefined;
  /** The address to listen on. Default `127.0.0.1`, which only this machine can reach. */
  hostname?: string | undefined;
}

/** A mock server on a port. */
export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:8787`; that too where it listens everywhere. */
  readonly url: string;
  /** The client's `baseUrl`, such as `http://127.0.0.1:8787/api/v1/`. */
  readonly baseUrl: string;
  /** Whether a `drop` fault leaves no answer at all here. On Deno the answer breaks off after its head. */
  readonly drops: boolean;
  /** Stops listening and ends all connections, those under way too. */
  close(): Promise<void>;
}

const DEFAULT_PORT = 8787;
const WILDCARD_HOSTS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** Where it listens. */
interface Listener {
  port: number;
  drops: boolean;
  close(): Promise<void>;
}

/** Answers a request, such as a mock's `fetch`. It may be passed what the runtime knows of the connection. */
export type Handler = (request: Request, connection?: object) => Promise<Response>;

type Listen = (handle: Handler, port: number, hostname: string) => Promise<Listener>;

/**
 * Puts a mock server on a port.
 *
 * @throws {TypeError} When the port is no port, or the runtime cannot listen.
 * @throws {Error} When the port is taken or not permitted, saying what to do.
 */
export async function serve(
  mock: { fetch: Handler },
  options: ServeOptions = {},
): Promise<RunningServer> {
  onlyKnown(options, ["port", "hostname"]);
  const { port = DEFAULT_PORT, hostname = "127.0.0.1" } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`port: expected an integer from 0 to 65535, got ${String(port)}`);
  }
  let listener: Listener;
  try {
    listener = await listenHere()(mock.fetch, port, hostname);
  } catch (error) {
    throw explainListenError(error, port, hostname);
  }
  // "Everywhere" is no address to connect to on every system, nor a name the control API answers to.
  const name = WILDCARD_HOSTS[hostname] ?? hostname;
  const host = name.includes(":") ? `[${name}]` : name;
  const url = `http://${host}:${listener.port}`;
  const { drops } = listener;
  return { url, baseUrl: `${url}${API_PATH}/`, drops, close: () => listener.close() };
}

function listenHere(): Listen {
  const deno: unknown = Reflect.get(globalThis, "Deno");
  if (canServe<DenoGlobal>(deno)) return listenOnDeno(deno);
  const bun: unknown = Reflect.get(globalThis, "Bun");
  if (canServe<BunGlobal>(bun)) return listenOnBun(bun);
  if ("process" in globalThis) return listenOnNode;
  throw new TypeError(
    "serve: this runtime cannot listen on a port. Call mock.fetch in process instead.",
  );
}

const listenOnNode: Listen = async (handle, port, hostname) => {
  const { createAdaptorServer } = await import("@hono/node-server");
  const server = createAdaptorServer({
    fetch: (request, connection) =>
      handle(request, connection).catch((error) => {
        if (error instanceof ConnectionDropped) {
          connection.incoming.socket.destroy();
          return new Response();
        }
        throw error;
      }),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    drops: true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // A stalled answer would keep its connection open for ever.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
};

// Each compiler knows at most one of the two globals, so what is used of them is written down here.
interface BunGlobal {
  serve(
    options: { fetch: Handler; port: number; hostname: string; idleTimeout: number },
  ): { port: number; stop(closeActiveConnections: boolean): Promise<void> };
}

interface DenoGlobal {
  serve(
    options: { port: number; hostname: string; signal: AbortSignal; onListen(): void },
    handler: Handler,
  ): { addr: { port: number }; finished: Promise<void> };
}

const listenOnBun = (bun: BunGlobal): Listen => async (handle, port, hostname) => {
  // No idle limit: a client waits as long as its deadline says.
  const server = bun.serve({
    fetch: withDroppedConnections(handle),
    port,
    hostname,
    idleTimeout: 0,
  });
  return { port: server.port, drops: true, close: () => server.stop(true) };
};

const listenOnDeno = (deno: DenoGlobal): Listen => async (handle, port, hostname) => {
  const stop = new AbortController();
  const options = { port, hostname, signal: stop.signal, onListen: () => {} };
  const server = deno.serve(options, withDroppedConnections(handle));
  return {
    port: server.addr.port,
    drops: false,
    async close() {
      stop.abort();
      await server.finished;
    },
  };
};

/**
 * The nearest to a dropped connection where a server does not give its sockets away: a body that breaks
 * off before it has begun. Bun then sends nothing, Deno a head.
 */
const withDroppedConnections = (handle: Handler): Handler => (request, connection) =>
  handle(request, connection).catch((error) => {
    if (!(error instanceof ConnectionDropped)) throw error;
    return new Response(
      new ReadableStream({
        // A text, not an Error, so that the servers do not print it as a defect.
        pull: (controller) => controller.error(error.message),
      }, { highWaterMark: 0 }),
    );
  });

function canServe<T extends BunGlobal | DenoGlobal>(value: unknown): value is T {
  return typeof value === "object" && value !== null && "serve" in value &&
    typeof value.serve === "function";
}

/** A listening failure in words; the runtimes name the same ones differently. */
function explainListenError(error: unknown, port: number, hostname: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? error.code : undefined;
  const known = `${code} ${error.name}`;
  if (/EADDRINUSE|AddrInUse/.test(known)) {
    return new Error(
      `Port ${port} on ${hostname} is already in use. Choose another port, or 0 for any free port.`,
      {
        cause: error,
      },
    );
  }
  if (/EACCES|PermissionDenied|NotCapable/.test(known)) {
    return new Error(
      `No permission to listen on ${hostname}:${port}. Choose a port above 1023, or run Deno with ` +
        `--allow-net=${hostname}.`,
      { cause: error },
    );
  }
  return error;
}

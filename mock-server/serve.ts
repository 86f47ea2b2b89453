/**
 * Runs a mock server on a port, on Node, Bun or Deno.
 *
 * Evidence marks in these docs: (S) stated by the specification this project implements, (D) documented
 * by Kinabase, (O) observed in programs that use the real service, (A) assumed by this project.
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
import { formatValue } from "./support/format-value.ts";
import { proxyProblem } from "./support/proxy.ts";
import { ConnectionDropped } from "./world/faults/connection-dropped.ts";

/** Options of {@linkcode serve}. */
export interface ServeOptions {
  /** The port. 0 selects any free port. Default 8787. */
  port?: number | undefined;
  /** The address to listen on. Default `127.0.0.1`, which is reachable only from this machine. */
  hostname?: string | undefined;
}

/** A mock server that listens on a port. */
export interface RunningServer {
  /** Its URL, such as `http://127.0.0.1:8787`. If it listens on all addresses, this is the loopback URL. */
  readonly url: string;
  /** The `baseUrl` for clients, such as `http://127.0.0.1:8787/api/v1/`. */
  readonly baseUrl: string;
  /** Whether a `drop` fault sends no response at all. On Deno the connection closes after the headers. */
  readonly drops: boolean;
  /** Stops listening and closes all connections, including active ones. */
  close(): Promise<void>;
}

const DEFAULT_PORT = 8787;
const WILDCARD_HOSTS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** A runtime's listening server. */
interface Listener {
  port: number;
  drops: boolean;
  close(): Promise<void>;
}

/** Handles a request, such as a mock's `fetch`. A runtime may pass connection details as well. */
export type Handler = (request: Request, connection?: object) => Promise<Response>;

type Listen = (handle: Handler, port: number, hostname: string) => Promise<Listener>;

/**
 * Serves a mock server on a port.
 *
 * @throws {TypeError} When the mock, the port or the host name is invalid, or the runtime cannot listen on ports.
 * @throws {Error} When the port is in use or not permitted. The message says what to do.
 */
export async function serve(
  mock: { fetch: Handler },
  options: ServeOptions = {},
): Promise<RunningServer> {
  if (typeof mock?.fetch !== "function") {
    throw new TypeError(
      `mock: expected a mock server with a fetch method, got ${formatValue(mock)}`,
    );
  }
  onlyKnown(options, ["port", "hostname"]);
  const { port = DEFAULT_PORT, hostname = "127.0.0.1" } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`port: expected an integer from 0 to 65535, got ${formatValue(port)}`);
  }
  if (typeof hostname !== "string" || hostname === "") {
    throw new TypeError(
      `hostname: expected an address such as "127.0.0.1", got ${formatValue(hostname)}`,
    );
  }
  let listener: Listener;
  try {
    listener = await listenHere()(mock.fetch, port, hostname);
  } catch (error) {
    throw explainListenError(error, port, hostname);
  }
  // Not every system can connect to a wildcard address, and the control API does not accept it as a host.
  const name = WILDCARD_HOSTS[hostname] ?? hostname;
  const host = name.includes(":") ? `[${name}]` : name;
  const url = `http://${host}:${listener.port}`;
  const { drops } = listener;
  const problem = proxyProblem(url);
  // Not an error: clients in other processes may not read the variable, or may run without it.
  if (problem !== undefined) console.warn(problem);
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
        // A stalled response would keep its connection open forever.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
};

// Each compiler knows at most one of the two globals, so the parts in use are typed here.
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
  // No idle timeout: the client's deadline decides how long it waits.
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
 * Approximates a dropped connection on servers that do not expose their sockets: the body fails before its
 * first byte. Bun then sends nothing, Deno sends the headers.
 */
const withDroppedConnections = (handle: Handler): Handler => (request, connection) =>
  handle(request, connection).catch((error) => {
    if (!(error instanceof ConnectionDropped)) throw error;
    return new Response(
      new ReadableStream({
        // A string, not an Error, so that servers do not print it as a crash.
        pull: (controller) => controller.error(error.message),
      }, { highWaterMark: 0 }),
    );
  });

function canServe<T extends BunGlobal | DenoGlobal>(value: unknown): value is T {
  return typeof value === "object" && value !== null && "serve" in value &&
    typeof value.serve === "function";
}

/** Turns a listen error into one that says what to do. Each runtime names these errors differently. */
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

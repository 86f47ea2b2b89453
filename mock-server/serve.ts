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
import { exposing } from "./control/exposed.ts";
import { API_PATH } from "./support/api-path.ts";
import { onlyKnown } from "./support/check.ts";
import { markServed } from "./support/connection.ts";
import { requestPermission } from "./support/permission.ts";
import { formatValue } from "./support/format-value.ts";
import { proxyProblem } from "./support/proxy.ts";
import { warningOfStandingClock } from "./support/standing-clock.ts";
import type { Handler } from "./support/handler.ts";
import { nodeListener } from "./support/node-listener.ts";
import { ConnectionDropped } from "./world/faults/connection-dropped.ts";

export type { Handler } from "./support/handler.ts";
export { type MockOutbound, mockOutbound, type MockOutboundOptions } from "./outbound.ts";

/** Options of {@linkcode serve}. */
export interface ServeOptions {
  /** The port. 0 selects any free port. Default 8787. */
  port?: number | undefined;
  /**
   * The address to listen on. Default `127.0.0.1`, which is reachable only from this machine. On any other
   * address than a loopback address, the mock's control API and page need a key:
   * `createMockServer({ control: { key } })`. Without one, they refuse all requests.
   */
  hostname?: string | undefined;
}

/** A mock server that listens on a port. */
export interface RunningServer {
  /** Its URL, such as `http://127.0.0.1:8787`. If it listens on all addresses, this is the loopback URL. */
  readonly url: string;
  /** The `baseUrl` for clients, such as `http://127.0.0.1:8787/api/v1/`. */
  readonly baseUrl: string;
  /** Stops listening and closes all connections, including active ones. */
  close(): Promise<void>;
}

const DEFAULT_PORT = 8787;
const WILDCARD_HOSTS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** A runtime's listening server. */
interface Listener {
  port: number;
  close(): Promise<void>;
}

type Listen = (handle: Handler, port: number, hostname: string) => Promise<Listener>;

/**
 * Serves a mock server on a port.
 *
 * It warns once on the console if a request is refused because of the rate limit, or delayed by a fault, while the clock
 * of the mock stands still, as it does by default. A program with a clock of its own would wait in vain.
 *
 * @throws {TypeError} When the mock, the port or the hostname is invalid, or the runtime cannot listen on ports.
 * @throws {Error} When the port is in use or not permitted, or the address is not one of this machine. The
 * message says what to do.
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
  if (typeof hostname !== "string" || !isAddress(hostname)) {
    throw new TypeError(
      `hostname: expected an address such as 127.0.0.1, ::1 or 0.0.0.0, got ${
        formatValue(hostname)
      }`,
    );
  }
  let listener: Listener;
  try {
    const handle = exposing(warningOfStandingClock(mock.fetch), hostname);
    listener = await listenHere()(handle, port, hostname);
  } catch (error) {
    throw explainListenError(error, port, hostname);
  }
  // Not every system can connect to a wildcard address, and the control API does not accept it as a host.
  const url = `http://${inUrl(WILDCARD_HOSTS[hostname] ?? hostname)}:${listener.port}`;
  const problem = proxyProblem(url);
  // Not an error: clients in other processes may not read the variable, or may run without it.
  if (problem !== undefined) console.warn(problem);
  return { url, baseUrl: `${url}${API_PATH}/`, close: () => listener.close() };
}

function listenHere(): Listen {
  const bun: unknown = Reflect.get(globalThis, "Bun");
  if (isBun(bun)) return listenOnBun(bun);
  if ("process" in globalThis) return listenOnNode;
  throw new TypeError(
    "serve: this runtime cannot listen on a port. Call mock.fetch in process instead.",
  );
}

/**
 * Also for Deno: its own server always sends headers, so it cannot drop a connection, and it warns about each
 * use of a request's signal, which a delayed response needs.
 */
const listenOnNode: Listen = async (handle, port, hostname) => {
  const host = `${inUrl(hostname)}:${port}`;
  // Deno would throw this error where nobody can catch it.
  if (!await requestPermission({ name: "net", host })) throw new PermissionDenied();
  const { createServer } = await import("node:http");
  // The server of Deno rejects the library's `Response`, and the program may use that server too.
  const server = createServer(await nodeListener(handle, !("Deno" in globalThis)));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // A stalled response would keep its connection open forever.
        server.closeAllConnections();
      }),
  };
};

// The compilers for Node and Deno do not know the global, so the part in use is typed here.
interface BunGlobal {
  serve(
    options: { fetch: Handler; port: number; hostname: string; idleTimeout: number },
  ): { port: number; stop(closeActiveConnections: boolean): Promise<void> };
}

/** Bun gives no access to the socket. If a body fails without a reason, it closes the connection silently. */
const listenOnBun = (bun: BunGlobal): Listen => async (handle, port, hostname) => {
  const server = bun.serve({
    fetch(request, connection) {
      markServed(request, (body) => body.error());
      return handle(request, connection).catch((error) => {
        if (!(error instanceof ConnectionDropped)) throw error;
        // It fails before its first byte, so Bun sends no headers either.
        return new Response(
          new ReadableStream({ pull: (body) => body.error() }, { highWaterMark: 0 }),
        );
      });
    },
    port,
    hostname,
    // No idle timeout: the client's deadline decides how long it waits.
    idleTimeout: 0,
  });
  return { port: server.port, close: () => server.stop(true) };
};

function isBun(value: unknown): value is BunGlobal {
  return typeof value === "object" && value !== null && "serve" in value &&
    typeof value.serve === "function";
}

/** Whether this is a host name or an IP address, without a port. */
function isAddress(hostname: string): boolean {
  const url = `http://${inUrl(hostname)}/`;
  return URL.canParse(url) && new URL(url).pathname === "/" && !/[\s@?#]/.test(hostname);
}

/** An address as a URL contains it. */
function inUrl(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

/** Deno does not permit to listen. */
class PermissionDenied extends Error {}

const NOT_AN_ADDRESS = /EADDRNOTAVAIL|EAI_AGAIN|EINVAL|ENOTFOUND/;

/** Turns a listen error into one that says what to do. */
function explainListenError(error: unknown, port: number, hostname: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  if (code === "EADDRINUSE") {
    return new Error(
      `Port ${port} on ${hostname} is already in use. Choose another port, or 0 for any free port.`,
      { cause: error },
    );
  }
  if (code === "EACCES" || error instanceof PermissionDenied) {
    return new Error(
      `No permission to listen on ${hostname}:${port}. Choose a port above 1023, or run Deno with ` +
        `--allow-net=${inUrl(hostname)}.`,
      { cause: error },
    );
  }
  if (NOT_AN_ADDRESS.test(code)) {
    return new Error(
      `Cannot listen on ${hostname}: it is not an address of this machine. Choose 127.0.0.1, or ` +
        "0.0.0.0 for all addresses.",
      { cause: error },
    );
  }
  return error;
}

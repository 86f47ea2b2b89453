import { isLoopback } from "../src/support/loopback.ts";
import { onlyKnown } from "./support/check.ts";
import { formatValue } from "./support/format-value.ts";
import type { Handler } from "./support/handler.ts";
import { lazily } from "./support/lazy.ts";
import { type NodeListener, nodeListener } from "./support/node-listener.ts";

/** The host of Kinabase (D). */
const KINABASE_HOST = "app.kinabase.com";

/** Options of {@linkcode mockOutbound}. */
export interface MockOutboundOptions {
  /**
   * Handles the requests for other hosts than `app.kinabase.com` and local hosts, for example with a mock of
   * another service. The protocol in `request.url` is always `http:`. Default: respond with 502 and an error
   * that names the URL.
   */
  otherwise?: Handler | undefined;
}

/** An `outboundService` of Miniflare. */
export interface MockOutbound {
  /** Handles a request of a `node:http` server. */
  node(incoming: object, outgoing: object): Promise<void>;
}

/**
 * Creates an `outboundService` for tests of a Worker with `@cloudflare/vitest-plugin`, or for Miniflare: every
 * `fetch` of the Worker goes to the mock instead of the network. So the Worker keeps its production
 * configuration. The mock runs in the Node process beside the Worker.
 *
 * With `control: true`, a test can control the mock through the same `fetch`, see
 * {@linkcode createTestTenant} of `@kinakit/kinabase/mock`.
 *
 * @throws {TypeError} When the mock or an option is invalid.
 *
 * @example vitest.config.ts
 * ```ts ignore
 * export default defineConfig({
 *   plugins: [cloudflareTest({
 *     wrangler: { configPath: "./wrangler.jsonc" },
 *     miniflare: { outboundService: mockOutbound(createMockServer({ control: true })) },
 *   })],
 * });
 * ```
 */
export function mockOutbound(
  mock: { fetch: Handler },
  options: MockOutboundOptions = {},
): MockOutbound {
  if (typeof mock?.fetch !== "function") {
    throw new TypeError(
      `mock: expected a mock server with a fetch method, got ${formatValue(mock)}`,
    );
  }
  onlyKnown(options, ["otherwise"]);
  const { otherwise = refuse } = options;
  if (typeof otherwise !== "function") {
    throw new TypeError(`otherwise: expected a function, got ${formatValue(otherwise)}`);
  }
  const listener = lazily(() =>
    nodeListener(async (request, connection) => {
      const { hostname } = new URL(request.url);
      const isForMock = hostname === KINABASE_HOST || isLoopback(hostname);
      return await (isForMock ? mock.fetch : otherwise)(request, connection);
      // The process belongs to vitest, which keeps its own globals.
    }, false)
  );
  return {
    // Not a function that returns a response: Miniflare would turn a dropped connection into a response
    // with status 500, and a body that breaks off into a complete one.
    async node(incoming, outgoing) {
      if (!isIncoming(incoming) || !isOutgoing(outgoing)) {
        throw new TypeError("node: expected the request and the response of a node:http server");
      }
      const listen = await listener();
      await listen(incoming, outgoing);
    },
  };
}

async function refuse({ method, url }: Request): Promise<Response> {
  const error = `The outbound mock does not handle ${method} ${url}. It handles requests for ` +
    `${KINABASE_HOST} and local hosts. For other hosts, pass a function: ` +
    "mockOutbound(mock, { otherwise }).";
  return Response.json({ error }, { status: 502 });
}

function isIncoming(value: object): value is Parameters<NodeListener>[0] {
  return "socket" in value && "headers" in value;
}

function isOutgoing(value: object): value is Parameters<NodeListener>[1] {
  return "writeHead" in value;
}

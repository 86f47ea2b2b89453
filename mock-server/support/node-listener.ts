import { markServed } from "./connection.ts";
import type { Handler } from "./handler.ts";
import { ConnectionDropped } from "../world/faults/connection-dropped.ts";

/** Handles the requests of a `node:http` server. */
export type NodeListener = ReturnType<(typeof import("@hono/node-server"))["getRequestListener"]>;

/**
 * Creates a listener for a `node:http` server. Unlike a function that returns a response, it can close the
 * connection, which a `drop` or `cutBody` fault needs.
 *
 * @param overrideGlobalObjects Replaces the global `Request` and `Response` with faster ones of the library.
 */
export async function nodeListener(
  handle: Handler,
  overrideGlobalObjects: boolean,
): Promise<NodeListener> {
  const { getRequestListener, RequestError } = await import("@hono/node-server");
  const respond = async (request: Request, connection: Connection) => {
    const { socket } = connection.incoming;
    markServed(request, (body) => {
      socket.destroy();
      body.close();
    });
    try {
      return await handle(request, connection);
    } catch (error) {
      if (error instanceof ConnectionDropped) socket.destroy();
      else console.error(error);
      return new Response(null, { status: 500 });
    }
  };
  return getRequestListener(respond, {
    overrideGlobalObjects,
    errorHandler(error) {
      if (!(error instanceof RequestError)) return new Response(null, { status: 500 });
      return Response.json({ error: `${error.message}. Check the Host header.` }, { status: 400 });
    },
  });
}

/** The part in use of what the server passes on. */
interface Connection {
  incoming: { socket: { destroy(): void } };
}

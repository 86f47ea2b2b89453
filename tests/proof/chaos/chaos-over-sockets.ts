import { serve } from "../../../mock-server/serve.ts";
import { chaosThrough } from "./chaos.ts";

/** Chaos with real connections, on a port. Not for Workers. */
export const chaosOverSockets = chaosThrough("chaos-over-sockets", 3, async (mock) => {
  const server = await serve(mock, { port: 0 });
  return {
    fetch: (input, init) => fetch(input, init),
    baseUrl: server.baseUrl,
    // A request is on its way for some turns.
    idleTurns: 12,
    close: server.close,
  };
});

import type { FetchFunction } from "../../mod.ts";
import type { MockServer } from "../../mock-server/mod.ts";

/** A `fetch` that reaches a mock at the URL of Kinabase, and otherwise only local hosts. */
export function guardedFetch(mock: MockServer, real: typeof fetch): FetchFunction {
  return async (input, init) => {
    const request = new Request(input, init);
    const { hostname } = new URL(request.url);
    if (hostname === "app.kinabase.com") return await mock.fetch(input, init);
    if (hostname === "127.0.0.1" || hostname === "localhost") return await real(request);
    throw new Error(`A block of the documentation asked for ${request.url}`);
  };
}

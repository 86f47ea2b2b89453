import type { FetchFunction } from "../../../mod.ts";
import type { MockServer } from "../../../mock-server/mod.ts";

/** How the clients reach the mock. */
export interface Transport {
  /** Sends the requests. */
  fetch: FetchFunction;
  /** The base URL of the mock; absent in process. */
  baseUrl?: string;
  /** How many turns without an event count as idle. */
  idleTurns: number;
  close(): Promise<void>;
}

/** Opens the way to a mock. */
export type Connect = (mock: MockServer) => Promise<Transport>;

/** Calls the mock in process. */
export const inProcess: Connect = (mock) =>
  Promise.resolve({ fetch: mock.fetch, idleTurns: 3, close: () => Promise.resolve() });

import type { JsonValue } from "../../../src/wire/types.ts";
import type { FaultName } from "../faults/fault-kinds.ts";

/** One request that reached a tenant. */
export interface JournalEntry {
  /** Counts the tenant's requests, from 1; it goes on after `clear`. */
  readonly id: number;
  /** When it arrived, on the tenant's clock, in milliseconds since 1970. */
  readonly at: number;
  /** The HTTP method. */
  readonly method: string;
  /** The path below `/api/v1`, without its query; `/../../token` where `/token` itself was asked for. */
  readonly path: string;
  /** The query without its `?`; `""` where there is none. */
  readonly query: string;
  /** The status it was answered with; absent while there is no answer, and where there never is one. */
  readonly status?: number | undefined;
  /** How long the answer's head took, in milliseconds on the tenant's clock. */
  readonly duration?: number | undefined;
  /** Which fault hit it. */
  readonly fault?: FaultName | undefined;
  /**
   * The body it came with: as JSON where it is JSON and not too long, else its beginning as a text.
   * Secrets and tokens are taken out, here and in the answer's body.
   */
  readonly requestBody?: JsonValue | undefined;
  /** The body it was answered with, as far as it was read. */
  readonly responseBody?: JsonValue | undefined;
}

import type { JsonValue } from "../../../src/wire/types.ts";
import { redactedText } from "../../support/redacted.ts";
import type { FaultName } from "../faults/fault-types.ts";
import { failureReason } from "./failure-reason.ts";
import type { JournalEntry, JournalRow } from "./journal-entry.ts";
import { headersSize, shownHeaders, type StoredHeaders, storedHeaders } from "./journal-headers.ts";
import type { StoredBody } from "./stored-body.ts";

/** What is known when a request arrives. */
export interface Arrival extends Pick<JournalEntry, "at" | "method" | "path" | "appId"> {
  /** The query without `?`. */
  query?: string;
  /** The request headers. */
  headers?: Headers;
}

/**
 * An entry as the journal stores it. Its path, query and bodies are redacted when they are first read: most entries
 * never are, and redaction takes longer than all else that the mock does for a request.
 */
export class StoredEntry implements JournalRow {
  /** The properties of a {@linkcode JournalEntry}. */
  readonly id: number;
  readonly at: number;
  readonly method: string;
  readonly appId: string | undefined;
  status: number | undefined;
  duration: number | undefined;
  fault: FaultName | undefined;
  /** The request headers. */
  readonly sent: StoredHeaders;
  /** The response headers. */
  received: StoredHeaders | undefined;
  /** The request body. */
  request: StoredBody | undefined;
  /** The response body, as far as it was read. */
  response: StoredBody | undefined;
  /** Its size in characters. */
  size: number;
  /** Whether the journal still has it. */
  isKept = true;
  readonly #path: string;
  readonly #query: string;
  #shownPath: string | undefined;
  #shownQuery: string | undefined;

  constructor(id: number, { at, method, path, query = "", appId, headers }: Arrival) {
    this.id = id;
    this.at = at;
    this.method = method;
    this.appId = appId;
    this.sent = headers === undefined ? [] : storedHeaders(headers);
    this.#path = path;
    this.#query = query;
    this.size = method.length + path.length + query.length + headersSize(this.sent);
  }

  get path(): string {
    return this.#shownPath ??= redactedText(this.#path);
  }

  get query(): string {
    return this.#shownQuery ??= redactedText(this.#query);
  }

  get requestBody(): JsonValue | undefined {
    return this.request?.shown;
  }

  get responseBody(): JsonValue | undefined {
    return this.response?.shown;
  }
}

/** A copy of an entry, with what is computed and without what is absent. */
export function entryOf(stored: StoredEntry): JournalEntry {
  const { id, at, method, path, query, appId, status, duration, fault } = stored;
  const { requestBody, responseBody, sent, received } = stored;
  const reason = failureReason(stored);
  return {
    ...{ id, at, method, path, query },
    ...(appId === undefined ? {} : { appId }),
    ...(status === undefined ? {} : { status }),
    ...(duration === undefined ? {} : { duration }),
    ...(fault === undefined ? {} : { fault }),
    ...(reason === undefined ? {} : { reason }),
    ...(sent.length === 0 ? {} : { requestHeaders: shownHeaders(sent) }),
    ...(requestBody === undefined ? {} : { requestBody: structuredClone(requestBody) }),
    ...(received === undefined ? {} : { responseHeaders: shownHeaders(received) }),
    ...(responseBody === undefined ? {} : { responseBody: structuredClone(responseBody) }),
  };
}

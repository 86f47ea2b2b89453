import { NetworkError, TruncatedError, UnexpectedResponseError } from "../errors/errors.ts";
import { UNEXPECTED_BODY_REMEDY } from "../errors/remedies.ts";
import { chunksOf } from "../http/body.ts";
import { type CallOptions, checkCall } from "../http/call-options.ts";
import { expectSuccess, jsonRequest } from "../http/json-call.ts";
import { valueOf } from "../http/transport.ts";
import {
  anyValue,
  type ChecksOf,
  expectBytes,
  expectDuration,
  expectPositive,
  expectThat,
} from "../support/option-checks.ts";
import { oneByOne } from "../support/one-by-one.ts";
import type { JsonObject, KinabaseRecord } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { isRecord } from "./envelopes.ts";
import { createJsonArrayReader } from "./json-array.ts";
import { JsonArrayError } from "./json-array-error.ts";
import { filterQuery, type RecordFilter } from "./record-filter.ts";

/** The options of a stream of records. */
export interface StreamOptions extends RecordFilter, CallOptions {
  /**
   * The maximum time without new data, in milliseconds: before the first byte, including retries, and
   * between two chunks. The time you spend between two records does not count. Default: the client's
   * `timeout`. To limit the whole stream, set `timeout`.
   */
  idleTimeout?: number | undefined;
  /** The maximum size of the response, in bytes. Default: no limit, because it is not kept in memory. */
  maxResponseBytes?: number | undefined;
  /**
   * How many records Kinabase returns in one response at most. Default 100,000 (D). It is for a server with
   * another maximum, such as a mock: it does not limit what you get. To read fewer records, leave the loop.
   */
  serverLimit?: number | undefined;
  /**
   * What to do when exactly `serverLimit` records arrive, so that there may be more (A). `"throw"`: throw a
   * `TruncatedError` after the last record. `"end"`: end normally. Default `"throw"`.
   */
  atServerLimit?: "throw" | "end" | undefined;
}

const STREAM_OPTIONS: ChecksOf<StreamOptions, keyof CallOptions> = {
  idleTimeout: expectDuration,
  maxResponseBytes: expectBytes,
  serverLimit: expectPositive,
  atServerLimit: (name, value) =>
    expectThat(value === "throw" || value === "end", name, '"throw" or "end"', value),
  updatedAfter: anyValue,
  externalService: anyValue,
};
const SERVER_LIMIT = 100_000;
// Far more than a record needs, and far less than the memory of a Worker.
const LARGEST_RECORD_BYTES = 32 * 1024 * 1024;

/**
 * Yields all records as they arrive: `GET /collections/{c}/all` (D).
 *
 * @internal
 */
export function streamRecords(
  context: CollectionContext,
  options: StreamOptions = {},
): AsyncIterable<KinabaseRecord<JsonObject>> {
  checkCall(options, STREAM_OPTIONS);
  filterQuery(options);
  // Each loop starts a new stream.
  return {
    [Symbol.asyncIterator]: () => oneByOne(listsOfRecords(context, options), options.signal),
  };
}

/** Yields the records that have arrived. */
async function* listsOfRecords(
  { client, path, checkRead }: CollectionContext,
  options: StreamOptions,
): AsyncGenerator<KinabaseRecord<JsonObject>[], void, undefined> {
  const whole = client.openDeadline(options, STREAM_OPTIONS);
  const { maxResponseBytes = Infinity, serverLimit = SERVER_LIMIT, atServerLimit } = options;
  const { idleTimeout = client.timeout } = options;
  const { transport, redactor } = client;
  const request = jsonRequest(client, {
    method: "GET",
    path: `${path}/all`,
    query: filterQuery(options),
    idempotent: true,
  });
  const silence = () => whole.within(idleTimeout, "idle");
  const received = valueOf(
    await transport.send(request, silence(), async (received) => {
      await expectSuccess(client, request, received);
      return received;
    }),
  );
  const { name, response: { status } } = received;
  const reader = createJsonArrayReader({ maxElementBytes: LARGEST_RECORD_BYTES });
  let bytes = 0;
  let records = 0;
  try {
    for await (const chunk of chunksOf(received, silence, redactor)) {
      bytes += chunk.byteLength;
      if (bytes > maxResponseBytes) {
        throw new UnexpectedResponseError(
          `${name} is larger than maxResponseBytes (${maxResponseBytes} bytes); ` +
            `${records} records were read`,
          {
            status,
            remedy: "Increase maxResponseBytes, or request fewer records with updatedAfter.",
          },
        );
      }
      for (const elements of reader.push(chunk)) {
        const found = leadingRecords(elements);
        for (const list of checkRead === undefined ? [found] : found.map((record) => [record])) {
          await checkRead?.(list, whole);
          records += list.length;
          yield list;
        }
        if (found.length < elements.length) {
          const what = `${name}: element ${records} is not a record`;
          throw new UnexpectedResponseError(what, { status, remedy: UNEXPECTED_BODY_REMEDY });
        }
      }
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof JsonArrayError)) throw error;
    const read = `${records} record${records === 1 ? " was" : "s were"} read`;
    if (error.kind === "incomplete") {
      throw new NetworkError(`${name} ended early; ${read}`, {
        status,
        remedy:
          "Retry. If it happens again, look for a proxy that closes connections early, or use list().",
        cause: redactor.error(error),
      });
    }
    throw new UnexpectedResponseError(
      `${name} is not a valid JSON array: ${error.message}; ${read}`,
      { status, remedy: UNEXPECTED_BODY_REMEDY, cause: redactor.error(error) },
    );
  }
  if (records === serverLimit && atServerLimit !== "end") {
    throw new TruncatedError(
      `${name} returned exactly ${serverLimit} records, the maximum of one response`,
      {
        status,
        remedy: "There may be more: use list() or updatedAfter. If there are no more, set " +
          'atServerLimit: "end".',
      },
    );
  }
}

/** The elements before the first one that is not a record. */
function leadingRecords(elements: readonly unknown[]): KinabaseRecord<JsonObject>[] {
  const records: KinabaseRecord<JsonObject>[] = [];
  for (const element of elements) {
    if (!isRecord(element)) break;
    records.push(element);
  }
  return records;
}

import { expectCount, expectDuration } from "../check-options.ts";
import { NetworkError, TruncatedError, UnexpectedResponseError } from "../errors/errors.ts";
import { chunksOf } from "../http/body.ts";
import type { CallOptions } from "../http/call-options.ts";
import { expectSuccess, jsonRequest } from "../http/json.ts";
import { valueOf } from "../http/transport.ts";
import type { JsonObject, KinabaseRecord } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { isRecord } from "./envelopes.ts";
import { createJsonArrayReader, JsonArrayError } from "./json-array.ts";
import { FILTER_OPTIONS, filterQuery, type RecordFilter } from "./pages.ts";

/** What a stream of records takes. */
export interface StreamOptions extends RecordFilter, CallOptions {
  /**
   * How long the stream may be silent, in milliseconds: before its first byte, retries included, and
   * between two chunks. The time that the caller spends between two records does not count. Default: the
   * client's `timeout`. For a limit on the whole stream use `timeout`.
   */
  idleTimeout?: number | undefined;
  /** How many bytes of the response are read at most. Default: no limit, since they are not kept. */
  maxResponseBytes?: number | undefined;
  /** How many records Kinabase gives at most in one stream. Default 100,000 (D). */
  limit?: number | undefined;
  /**
   * What happens when exactly `limit` records arrive, so that there may be more (A): `"throw"` a
   * `TruncatedError` after the last of them, or `"end"` as if that were all. Default `"throw"`.
   */
  atLimit?: "throw" | "end" | undefined;
}

const STREAM_OPTIONS = ["idleTimeout", "maxResponseBytes", "limit", "atLimit", ...FILTER_OPTIONS];
const STREAM_LIMIT = 100_000;
// One record's share of the memory, far more than a record needs and far less than a Worker has.
const LARGEST_RECORD_BYTES = 32 * 1024 * 1024;

/** All records as they arrive: `GET /collections/{c}/all` (D). */
export function streamRecords(
  context: CollectionContext,
  options: StreamOptions = {},
): AsyncIterable<KinabaseRecord<JsonObject>> {
  // A second loop starts again.
  return { [Symbol.asyncIterator]: () => iterate(context, options) };
}

async function* iterate(
  { client, path, checkRead }: CollectionContext,
  options: StreamOptions,
): AsyncGenerator<KinabaseRecord<JsonObject>, void, undefined> {
  const { signal, maxResponseBytes = Infinity, limit = STREAM_LIMIT, atLimit } = options;
  const { idleTimeout = client.timeout } = options;
  const whole = client.openDeadline(options, STREAM_OPTIONS);
  expectDuration("idleTimeout", idleTimeout);
  expectCount("limit", limit, 1);
  const { transport, redactor } = client;
  const request = jsonRequest(client, {
    method: "GET",
    path: `${path}/all`,
    query: filterQuery(options),
    idempotent: true,
  });
  const silence = () => whole.within(idleTimeout, "idle");
  const { response } = valueOf(
    await transport.send(request, silence(), async (received) => {
      await expectSuccess(client, request, received);
      return received;
    }),
  );
  const { status } = response;
  const remedy = "Check baseUrl, and look for a proxy or a login page in between.";
  const reader = createJsonArrayReader({ maxElementBytes: LARGEST_RECORD_BYTES });
  let bytes = 0;
  let records = 0;
  try {
    for await (const chunk of chunksOf(response, silence, redactor)) {
      bytes += chunk.byteLength;
      if (bytes > maxResponseBytes) {
        throw new UnexpectedResponseError(
          `GET ${request.path} is larger than maxResponseBytes, ${maxResponseBytes}; ` +
            `${records} records were read`,
          { status, remedy: "Raise maxResponseBytes, or ask for less with updatedAfter." },
        );
      }
      for (const record of reader.push(chunk)) {
        signal?.throwIfAborted();
        if (!isRecord(record)) {
          const what = `GET ${request.path}: element ${records} is no record`;
          throw new UnexpectedResponseError(what, { status, remedy });
        }
        await checkRead([record]);
        records += 1;
        yield record;
      }
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof JsonArrayError)) throw error;
    const read = `${records} record${records === 1 ? " was" : "s were"} read`;
    if (error.kind === "incomplete") {
      throw new NetworkError(`GET ${request.path} ended early; ${read}`, {
        status,
        remedy: "Try again. If it goes on, look for a proxy that cuts connections, or use list().",
        cause: redactor.error(error),
      });
    }
    throw new UnexpectedResponseError(
      `GET ${request.path} is not the JSON array it should be: ${error.message}; ${read}`,
      { status, remedy, cause: redactor.error(error) },
    );
  }
  if (records === limit && atLimit !== "end") {
    throw new TruncatedError(
      `GET ${request.path} gave exactly ${limit} records, as many as one stream gives at most`,
      {
        status,
        remedy: "There may be more: use list(), or updatedAfter. If there are not, set " +
          'atLimit: "end".',
      },
    );
  }
}

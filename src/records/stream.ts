import { isRecord } from "./envelopes.ts";
import { NetworkError, TruncatedError, UnexpectedResponseError } from "../errors/errors.ts";
import { chunksOf } from "../http/body.ts";
import { expectSuccess, jsonRequest } from "../http/json.ts";
import { createJsonArrayReader, JsonArrayError } from "./json-array.ts";
import { type CollectionContext, filterQuery, type RecordFilter } from "./pages.ts";
import type { CallOptions, JsonObject, KinabaseRecord } from "../wire/types.ts";

/** What a stream of records takes. */
export interface StreamOptions extends RecordFilter, CallOptions {
  /**
   * How long the stream may be silent, in milliseconds: before its first byte, and between two
   * chunks. The time that the caller spends between two records does not count. Default: the client's
   * `timeout`.
   */
  timeout?: number | undefined;
  /** How many bytes of answer are taken at most. Default: no limit, since they are not kept. */
  maxResponseBytes?: number | undefined;
  /** How many records Kinabase gives at most in one stream. Default 100,000 (D). */
  limit?: number | undefined;
  /**
   * What happens when exactly `limit` records arrive, so that there may be more (A): `"throw"` a
   * `TruncatedError` after the last of them, or `"end"` as if that were all. Default `"throw"`.
   */
  atLimit?: "throw" | "end" | undefined;
}

const STREAM_LIMIT = 100_000;
// One record's share of the memory, far more than a record needs and far less than a Worker has.
const LARGEST_RECORD_BYTES = 32 * 1024 * 1024;

/** All records as they arrive: `GET /collections/{c}/all` (D). */
export async function* streamRecords(
  { client, path, checkRead }: CollectionContext,
  options: StreamOptions = {},
): AsyncGenerator<KinabaseRecord<JsonObject>, void, undefined> {
  const { signal, timeout, maxResponseBytes = Infinity, limit = STREAM_LIMIT, atLimit } = options;
  const { transport, redactor } = client;
  const request = jsonRequest(client, {
    method: "GET",
    path: `${path}/all`,
    query: filterQuery(options),
    idempotent: true,
  });
  const silence = () => client.deadline({ signal, timeout });
  const { response } = await transport.send(request, silence(), async (answer) => {
    await expectSuccess(client, request, answer);
    return answer;
  });
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

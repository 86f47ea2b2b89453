import { BadRequestError, NotFoundError } from "../errors/errors.ts";
import { isOwnError } from "../errors/callers-error.ts";
import type { CallOptions } from "../http/call-options.ts";
import type { Deadline } from "../http/deadline.ts";
import { describeValue } from "../support/describe-value.ts";
import { isObject } from "../support/is-object.ts";
import type { ExternalLink, JsonObject, KinabaseRecord } from "../wire/types.ts";
import type { CollectionContext } from "./collection-context.ts";
import { postRecord } from "./create-record.ts";
import { noDataProblem, updateRecord } from "./update-record.ts";

/**
 * Updates the record that is linked to an ID of a service, or adds a record with that link.
 *
 * @param path The path of the record with the external ID.
 * @param link The service and the ID.
 */
export async function upsertRecord(
  context: CollectionContext,
  path: string,
  link: ExternalLink,
  record: { data: JsonObject },
  call: CallOptions | undefined,
): Promise<KinabaseRecord<JsonObject> | undefined> {
  expectOnlyData(record);
  const { data } = record;
  const deadline = context.client.deadline(call);
  await context.checkWrite(data, deadline);
  const unless = createSteps(deadline);
  const update = () => updateRecord(context, path, { data }, deadline);
  const absent = await unless(NotFoundError, update);
  if (absent.error === undefined) return absent.value;
  const create = () => postRecord(context, { data, external: [link] }, deadline);
  const refused = await unless(BadRequestError, create);
  if (refused.error === undefined) return refused.value;
  const stillAbsent = await unless(NotFoundError, update);
  // No other program has added the record: it was rejected for another reason.
  if (stillAbsent.error !== undefined) {
    const { attempts, mayHaveBeenApplied } = stillAbsent.error;
    throw Object.assign(refused.error, { attempts, mayHaveBeenApplied });
  }
  return stillAbsent.value;
}

/** Throws when a record for `upsert` has no data, or fields that would not be sent. */
function expectOnlyData(record: unknown): void {
  if (!isObject(record)) {
    throw new TypeError(`upsert: expected an object with data, got ${describeValue(record)}`);
  }
  const { data, ...other } = record;
  if (data !== undefined && Object.keys(other).length === 0) return;
  const wrong = data === undefined ? record : other;
  throw new TypeError(noDataProblem("upsert", "{ data }", wrong));
}

/** The result of one request, or its error if it is of the expected class. */
type Step<T, E> = { value: T; error?: undefined } | { error: E };

/**
 * Creates a function that runs one of several requests of a call. It returns an error of the given class, and
 * throws others. Each error covers the earlier requests too: one of them may have been applied.
 */
function createSteps(deadline: Deadline): <T, E extends Error>(
  kind: new (...args: never[]) => E,
  work: () => Promise<T>,
) => Promise<Step<T, E>> {
  let attempts = 0;
  let mayHaveBeenApplied = false;
  return async (kind, work) => {
    try {
      return { value: await work() };
    } catch (error) {
      if (isOwnError(error, deadline.aborted())) {
        attempts += error.attempts ?? 0;
        mayHaveBeenApplied ||= error.mayHaveBeenApplied === true;
        Object.assign(error, { attempts, mayHaveBeenApplied });
      }
      if (error instanceof kind) return { error };
      throw error;
    }
  };
}

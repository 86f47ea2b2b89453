import type { ZodType } from "zod";
import { errorResponse } from "../../src/wire/zod-schemas.ts";
import type { FetchFunction } from "../../src/wire/types.ts";
import { JournalMismatch } from "../world/journal/journal-expectation.ts";
import { CONTROL_HEADER } from "../control/guard.ts";
import { CONTROL_PATH } from "../control/path.ts";
import type { ControlMethod } from "../control/route.ts";

/** What is sent beside method and path. */
export interface Sent {
  body?: unknown;
  query?: Readonly<Record<string, string | number | undefined>>;
  signal?: AbortSignal | undefined;
}

/** Picks one of the control API's schemas, which are loaded when the first answer is checked. */
export type SchemaPick<T> = (schemas: typeof import("../control/schemas.ts")) => ZodType<T>;

/** Sends requests to a mock's control API. */
export interface Requester {
  /** Sends a request whose answer has no body. */
  tell(method: ControlMethod, path: string, sent?: Sent): Promise<void>;
  /** Sends a request and checks its answer, with the schema that is picked. */
  ask<T>(schema: SchemaPick<T>, method: ControlMethod, path: string, sent?: Sent): Promise<T>;
}

/** @param onAnswer Is shown every answer that is no error. */
export function createRequester(
  url: string,
  fetch: FetchFunction,
  onAnswer: (response: Response) => void = () => {},
): Requester {
  async function send(method: ControlMethod, path: string, sent: Sent): Promise<unknown> {
    const { body, query = {}, signal } = sent;
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]]
    );
    const search = given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
    const response = await fetch(`${url}${CONTROL_PATH}${path}${search}`, {
      method,
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (!response.ok) throw failure(response, text, `${method} ${CONTROL_PATH}${path}`);
    onAnswer(response);
    return text === "" ? undefined : JSON.parse(text);
  }
  return {
    async tell(method, path, sent = {}) {
      await send(method, path, sent);
    },
    async ask(schema, method, path, sent = {}) {
      const answer = await send(method, path, sent);
      return schema(await import("../control/schemas.ts")).parse(answer);
    },
  };
}

/** The same errors as in process: what was given wrong is a `TypeError`. */
function failure({ status, headers }: Response, text: string, call: string): Error {
  const words = wordsIn(text);
  if (words === undefined || !headers.has(CONTROL_HEADER)) {
    return new Error(
      `${call} returned ${status}, but not from a control API. Check that the URL is the mock's and that ` +
        `its control API is on: createMockServer({ control: true }).`,
    );
  }
  if (status === 400) return new TypeError(words);
  if (status === 409) return new JournalMismatch(words);
  return new Error(`${call} failed with ${status}: ${words}`);
}

function wordsIn(text: string): string | undefined {
  try {
    return errorResponse.parse(JSON.parse(text)).error;
  } catch {
    return undefined;
  }
}

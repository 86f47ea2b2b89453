import type { ZodType } from "zod";
import { errorResponse } from "../../src/wire/response-schemas.ts";
import type { FetchFunction } from "../../src/wire/types.ts";
import { problemsIn } from "../support/check.ts";
import { JournalMismatch } from "../world/journal/journal-expectation.ts";
import { CONTROL_HEADER } from "../control/guard.ts";
import { CONTROL_PATH } from "../control/path.ts";
import type { ControlMethod } from "../control/route.ts";
import { jsonText } from "../support/json-text.ts";

/** The optional parts of a request. */
export interface RequestParts {
  body?: unknown;
  query?: Readonly<Record<string, string | number | undefined>>;
  signal?: AbortSignal | undefined;
}

/** Selects a schema of the control API. The schemas are loaded when the first response is validated. */
export type SchemaPick<T> = (schemas: typeof import("../control/schemas.ts")) => ZodType<T>;

/** Sends requests to a mock's control API. */
export interface Requester {
  /** Sends a request and ignores the body of the response. */
  send(method: ControlMethod, path: string, parts?: RequestParts): Promise<void>;
  /** Sends a request and returns the body of the response, validated with the selected schema. */
  request<T>(
    schema: SchemaPick<T>,
    method: ControlMethod,
    path: string,
    parts?: RequestParts,
  ): Promise<T>;
}

/** @param onResponse Called with each successful response. */
export function createRequester(
  url: string,
  fetch: FetchFunction,
  onResponse: (response: Response) => void = () => {},
): Requester {
  async function exchange(
    method: ControlMethod,
    path: string,
    parts: RequestParts,
  ): Promise<unknown> {
    const { body, query = {}, signal } = parts;
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]]
    );
    const search = given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
    const init: RequestInit & { method: string } = {
      method,
      // The control API redirects nothing, and the key must not follow a redirect.
      redirect: "manual",
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : {
        headers: { "content-type": "application/json" },
        body: jsonText(body),
      }),
    };
    const call = `${method} ${CONTROL_PATH}${path}`;
    const { response, text } = await received(`${url}${CONTROL_PATH}${path}${search}`, init)
      .catch((error: unknown) => {
        throw signal?.aborted ? error : noResponse(error, call, url);
      });
    if (!response.ok || !response.headers.has(CONTROL_HEADER)) throw failure(response, text, call);
    onResponse(response);
    return text === "" ? undefined : JSON.parse(text);
  }

  async function received(address: string, init: RequestInit & { method: string }) {
    const response = await fetch(address, init);
    return { response, text: await response.text() };
  }

  return {
    async send(method, path, parts = {}) {
      await exchange(method, path, parts);
    },
    async request(schema, method, path, parts = {}) {
      const body = await exchange(method, path, parts);
      const result = schema(await import("../control/schemas.ts")).safeParse(body);
      if (result.success) return result.data;
      throw new Error(
        `${method} ${CONTROL_PATH}${path} returned something unexpected. Use the same version of this package here ` +
          `and for the mock. ${problemsIn(result.error, "The response")}`,
      );
    },
  };
}

/** The error for a request without a response. A network error is a `TypeError`, as if an argument were invalid. */
function noResponse(error: unknown, call: string, url: string): unknown {
  if (!(error instanceof TypeError)) return error;
  return new Error(
    `${call} got no response from ${url}: ${error.message}. Check that the mock is running there.`,
    { cause: error },
  );
}

/** Returns the error that the mock would throw in process, such as a `TypeError` for an invalid argument. */
function failure({ status, headers }: Response, text: string, call: string): Error {
  const message = errorMessage(text);
  if (message === undefined || !headers.has(CONTROL_HEADER)) {
    return new Error(
      `${call} returned ${status}, but not from a control API. Check that the URL is the mock's and that ` +
        `its control API is on: createMockServer({ control: true }).`,
    );
  }
  if (status === 400) return new TypeError(message);
  if (status === 401) {
    return new Error(
      `${call} failed with 401: the key is missing or wrong. Pass the key that kinabase mock printed, or ` +
        "that was passed to the mock: createMockControl(url, { key }).",
    );
  }
  if (status === 409) return new JournalMismatch(message);
  return new Error(`${call} failed with ${status}: ${message}`);
}

function errorMessage(text: string): string | undefined {
  try {
    return errorResponse.parse(JSON.parse(text)).error;
  } catch {
    return undefined;
  }
}

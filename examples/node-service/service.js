// @ts-check
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { BadRequestError, KinabaseError, NotFoundError, RateLimitError } from "@kinakit/kinabase";

/**
 * The `data` of a record in the collection `people`.
 *
 * @typedef {{ fullName: string; email: string }} Person
 */

/**
 * A response of the service. The body is sent as JSON.
 *
 * @typedef {{ status: number; body: unknown; headers?: Record<string, string> }} Answer
 */

/** The service name of the external link that stores this service's own ID. */
const SERVICE = "signup";

/**
 * Creates a service that stores people in Kinabase:
 *
 * - `PUT /people/<own ID>` with `{ "fullName", "email" }` adds or updates a person.
 * - `GET /people/<own ID>` returns a person.
 *
 * @param {import("@kinakit/kinabase").Client} client
 * @param {(error: unknown) => void} log
 */
export function createService(client, log) {
  /** @type {import("@kinakit/kinabase").Collection<Person>} */
  const collection = client.collection("people");
  const people = collection.external(SERVICE);

  /**
   * @param {import("node:http").IncomingMessage} request
   * @returns {Promise<Answer>}
   */
  async function answer(request) {
    const id = /^\/people\/([\w-]+)$/.exec(request.url ?? "")?.[1];
    if (id === undefined) return { status: 404, body: { error: "Not found. Use /people/<id>." } };
    if (request.method === "GET") {
      const { data } = await people.get(id);
      return { status: 200, body: data };
    }
    if (request.method === "PUT") {
      const data = personIn(await text(request));
      if (data === undefined) {
        return {
          status: 400,
          body: { error: "Expected a JSON object with the strings fullName and email" },
        };
      }
      await people.upsert(id, { data });
      return { status: 200, body: data };
    }
    return { status: 405, body: { error: "Use GET or PUT" }, headers: { allow: "GET, PUT" } };
  }

  return createServer((request, response) => {
    void answer(request).catch((error) => failure(error, log)).then(
      ({ status, body, headers }) => {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(JSON.stringify(body));
      },
    );
  });
}

/**
 * Converts an error to a response. It hides what callers cannot fix, such as a wrong secret.
 *
 * @param {unknown} error
 * @param {(error: unknown) => void} log
 * @returns {Answer}
 */
function failure(error, log) {
  if (error instanceof NotFoundError) {
    return { status: 404, body: { error: "This person does not exist" } };
  }
  if (error instanceof BadRequestError) {
    return { status: 422, body: { error: error.serverMessage ?? error.message } };
  }
  log(error);
  if (error instanceof RateLimitError) {
    const seconds = Math.ceil((error.retryAfter ?? 60_000) / 1000);
    return {
      status: 503,
      body: { error: "Too many requests. Try again later." },
      headers: { "retry-after": String(seconds) },
    };
  }
  if (error instanceof KinabaseError) {
    return { status: 502, body: { error: "The request to Kinabase failed" } };
  }
  return { status: 500, body: { error: "Something went wrong" } };
}

/**
 * @param {string} body
 * @returns {Person | undefined}
 */
function personIn(body) {
  /** @type {unknown} */
  let json;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null) return undefined;
  if (!("fullName" in json) || typeof json.fullName !== "string") return undefined;
  if (!("email" in json) || typeof json.email !== "string") return undefined;
  return { fullName: json.fullName, email: json.email };
}

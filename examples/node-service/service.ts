import { createServer, type IncomingMessage, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import {
  BadRequestError,
  type Client,
  KinabaseError,
  NotFoundError,
  RateLimitError,
} from "@kinakit/kinabase";

/** What a record of the collection `people` holds. */
export interface Person {
  fullName: string;
  email: string;
}

/** What is answered: a status and a body that goes as JSON. */
interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** The name under which a record keeps this service's own ID. */
const SERVICE = "signup";

/**
 * A service that keeps people in Kinabase:
 *
 * - `PUT /people/<own ID>` with `{ "fullName", "email" }` adds or updates one.
 * - `GET /people/<own ID>` gives one.
 */
export function createService(client: Client, log: (error: unknown) => void): Server {
  const people = client.collection<Person>("people").external(SERVICE);

  async function answer(request: IncomingMessage): Promise<Answer> {
    const id = /^\/people\/([\w-]+)$/.exec(request.url ?? "")?.[1];
    if (id === undefined) return { status: 404, body: { error: "There is nothing here" } };
    if (request.method === "GET") {
      const { data } = await people.get(id);
      return { status: 200, body: data };
    }
    if (request.method === "PUT") {
      const data = personIn(await buffer(request));
      if (data === undefined) return { status: 400, body: { error: "fullName and email, please" } };
      await people.upsert(id, { data });
      return { status: 200, body: data };
    }
    return { status: 405, body: { error: "GET or PUT" }, headers: { allow: "GET, PUT" } };
  }

  return createServer((request, response) => {
    void answer(request).catch((error: unknown) => failure(error, log)).then(
      ({ status, body, headers }) => {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(JSON.stringify(body));
      },
    );
  });
}

/** What the service's own callers are told. They can do nothing about a wrong secret. */
function failure(error: unknown, log: (error: unknown) => void): Answer {
  if (error instanceof NotFoundError) return { status: 404, body: { error: "No such person" } };
  if (error instanceof BadRequestError) {
    return { status: 422, body: { error: error.serverMessage ?? error.message } };
  }
  log(error);
  if (error instanceof RateLimitError) {
    const seconds = Math.ceil((error.retryAfter ?? 60_000) / 1000);
    return {
      status: 503,
      body: { error: "Busy, try again later" },
      headers: { "retry-after": String(seconds) },
    };
  }
  if (error instanceof KinabaseError) return { status: 502, body: { error: "Kinabase failed" } };
  return { status: 500, body: { error: "Something went wrong" } };
}

function personIn(bytes: Buffer): Person | undefined {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null) return undefined;
  if (!("fullName" in json) || typeof json.fullName !== "string") return undefined;
  if (!("email" in json) || typeof json.email !== "string") return undefined;
  return { fullName: json.fullName, email: json.email };
}

import {
  type Client,
  type ClientOptions,
  createClient,
  type FetchFunction,
  type JsonObject,
  KinabaseError,
  type KinabaseRecord,
} from "../../../mod.ts";
import { ok } from "../assert.ts";

const BASE_URL = "https://kinabase.invalid/api/v1/";

/** The scripted outcome of one request: a response, or none. */
export type Step = Response | "lost";

/** Creates a client of a server with scripted responses, and counts its requests. */
export function scripted(
  steps: (() => Step)[],
  options: Partial<ClientOptions> = {},
): { client: Client; sent: () => number } {
  let sent = 0;
  const fetch: FetchFunction = () => {
    const step = (steps[sent++] ?? (() => "lost" as const))();
    return step === "lost" ? Promise.reject(new TypeError("cut")) : Promise.resolve(step);
  };
  const token = ({ rejected }: { rejected?: string | undefined }) =>
    rejected === undefined ? "token" : "other";
  const retry = { limit: 1, baseDelay: 1, maxDelay: 1 };
  const client = createClient(
    { token, baseUrl: BASE_URL, fetch, retry, ...options } as ClientOptions,
  );
  return { client, sent: () => sent };
}

/** No response. */
export function lost(): Step {
  return "lost";
}

/** A response with a JSON body. */
export function json(body: unknown, status = 200): () => Step {
  return () => Response.json(body, { status });
}

/** Kinabase's error response. */
export function refused(status: number): () => Step {
  return json({ error: "No." }, status);
}

/** An HTML page, as a proxy sends it. */
export function html(status: number): () => Step {
  const headers = { "content-type": "text/html" };
  return () => new Response("<html>A proxy</html>", { status, headers });
}

/** A response without a body. */
export function empty(): Step {
  return new Response(null, { status: 200 });
}

/** A record as Kinabase returns it. */
export function record(id: string): KinabaseRecord<JsonObject> {
  return { id, numericId: null, data: {} };
}

/** The error of this package that a call throws. */
export async function thrownBy(work: () => Promise<unknown>): Promise<KinabaseError> {
  const thrown: unknown = await work().then(() => undefined, (error: unknown) => error);
  ok(thrown instanceof KinabaseError, `expected a KinabaseError, got ${String(thrown)}`);
  return thrown;
}

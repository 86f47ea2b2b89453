import * as z from "zod";
import { type Clock, type FetchFunction, systemClock } from "../../mod.ts";
import { ContractViolation } from "./assert.ts";
import { redacted } from "./redacted.ts";
import type { Target } from "./target.ts";

/** A target that remembers its last response, to explain why a case failed. */
export interface Watched {
  target: Target;
  /** How many requests were sent and responses were received. */
  activity(): number;
  /** Adds the last request and response to the error of a failed case. */
  explained(error: unknown): Promise<ContractViolation>;
}

/** An exchange with the target. */
interface Exchange {
  request: string;
  /** `undefined` as long as there is none. */
  response?: Response | undefined;
}

const LONGEST = 200;
/** How much of a body is read. */
const LONGEST_BODY = 4_000;
/** How long the rest of a body may take, in milliseconds. */
const PATIENCE = 1_000;

/** Watches the requests to a target. */
export function watch(target: Target): Watched {
  const { timer = systemClock } = target;
  let activity = 0;
  let last: Exchange | undefined;
  const fetch: FetchFunction = async (input, init) => {
    activity += 1;
    const path = input.startsWith(target.baseUrl) ? input.slice(target.baseUrl.length) : input;
    const exchange: Exchange = { request: `${init?.method ?? "GET"} ${path}` };
    last = exchange;
    const response = await target.fetch(input, init);
    activity += 1;
    exchange.response = response.clone();
    return response;
  };
  return {
    target: { ...target, fetch },
    activity: () => activity,
    async explained(error) {
      const reason = redacted(reasonOf(error), 2 * LONGEST);
      if (last === undefined) return new ContractViolation(reason);
      const { request, response } = last;
      const shown = response === undefined ? "no response" : await described(response, timer);
      return new ContractViolation(
        `${reason}\nThe last request: ${redacted(request, LONGEST)} → ${shown}`,
      );
    },
  };
}

function reasonOf(error: unknown): string {
  // The message of a validation library is a dump of all its findings.
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const path = issue === undefined || issue.path.length === 0
      ? ""
      : ` at ${issue.path.join(".")}`;
    const message = issue?.message.replace(/^Invalid input: /, "") ?? "unknown";
    return `the response has another form than expected${path}: ${message}`;
  }
  if (error instanceof SyntaxError) return "the response is not JSON";
  return error instanceof Error ? error.message : String(error);
}

async function described(response: Response, timer: Clock): Promise<string> {
  const body = redacted(await beginningOf(response, timer), LONGEST);
  return body === "" ? `${response.status} without a body` : `${response.status} ${body}`;
}

/** The beginning of a body, which may stall or break off. */
async function beginningOf({ body }: Response, timer: Clock): Promise<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const read = async () => {
    for (;;) {
      const part = await reader?.read();
      if (part === undefined || part.done || text.length > LONGEST_BODY) return;
      text += decoder.decode(part.value, { stream: true });
    }
  };
  const enough = new AbortController();
  await Promise.race([
    read().catch(() => text += " (broke off)"),
    timer.sleep(PATIENCE, enough.signal).catch(() => {}),
  ]);
  enough.abort();
  void reader?.cancel().catch(() => {});
  return text;
}

import * as z from "zod";
import type { FetchFunction } from "../../mod.ts";
import { ContractViolation } from "./assert.ts";
import type { Target } from "./target.ts";

/** A target that remembers its last response, to explain why a case failed. */
export interface Watched {
  target: Target;
  /** Adds the last request and response to the error of a failed case. */
  explained(error: unknown): Promise<ContractViolation>;
}

const LONGEST = 200;

/** Watches the requests to a target. */
export function watch(target: Target): Watched {
  let last: { request: string; response: Response } | undefined;
  const fetch: FetchFunction = async (input, init) => {
    const response = await target.fetch(input, init);
    const path = input.startsWith(target.baseUrl) ? input.slice(target.baseUrl.length) : input;
    last = { request: `${init?.method ?? "GET"} ${path}`, response: response.clone() };
    return response;
  };
  return {
    target: { ...target, fetch },
    async explained(error) {
      const reason = reasonOf(error);
      if (last === undefined) return new ContractViolation(reason);
      const { request, response } = last;
      const body = shortened(await response.text().catch(() => "an incomplete body"));
      return new ContractViolation(
        `${reason}. The last request was ${shortened(request)}, the response ${response.status} ` +
          (body === "" ? "without a body" : `with ${body}`),
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
  return error instanceof Error ? error.message : String(error);
}

function shortened(text: string): string {
  const shown = text.replace(/eyJ[\w-]+(?:\.[\w-]*)*/g, "[redacted]").replace(/\s+/g, " ");
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}

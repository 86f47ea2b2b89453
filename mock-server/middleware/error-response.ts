import type { Context } from "hono";
import { type FailureName, formatMessage, type Values } from "../world/failures/failures.ts";
import { answer } from "./answer.ts";
import type { MockEnv } from "./context.ts";

/** What a refusal has besides its message. */
export interface RefusalOptions {
  /** The status. Default: the failure's usual status. */
  status?: number | undefined;
  /** More headers, with names in lower case. */
  headers?: Readonly<Record<string, string>>;
  /** A sentence after the message. */
  hint?: string | undefined;
}

/** Responds with a failure and the tenant's message, as `{"error": ...}` (D). */
export function refuse(
  c: Context<MockEnv>,
  name: FailureName,
  values?: Values,
  { status, headers = {}, hint }: RefusalOptions = {},
): Response {
  const { behaviors, failure } = c.get("tenant");
  const usual = failure(name);
  const message = formatMessage(usual.message, values);
  const error = hint === undefined ? message : `${message} ${hint}`;
  const code = status ?? usual.status;
  if (behaviors.get("errors.media-type") === "json") return answer(c, { error }, code, headers);
  const problem = { type: "about:blank", title: error, status: code, error };
  return answer(c, problem, code, { ...headers, "content-type": "application/problem+json" });
}

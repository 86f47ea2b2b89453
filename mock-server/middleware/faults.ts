import type { MiddlewareHandler } from "hono";
import type { FaultKind, StatusFault } from "../world/faults.ts";
import { turn } from "../world/turn.ts";
import type { MockEnv } from "./context.ts";

// Servers collect the beginning of a body for a turn or two before they send the head; one that meets
// the end in that time sends no head, but an error of its own.
const TURNS_BEFORE_CUT = 4;

/** Lets the tenant's faults happen, before anything else is looked at. */
export const faults: MiddlewareHandler<MockEnv> = async (c, next) => {
  const { tenant, path } = c.var;
  const fault = tenant.faults.take({ method: c.req.method, path });
  if (fault?.kind === "status") return statusAnswer(fault);
  await next();
  if (fault !== undefined) c.res = await damaged(c.res, fault);
  return undefined;
};

function statusAnswer({ status, body, headers }: StatusFault): Response {
  const answer = new Headers(headers);
  if (body === undefined || typeof body === "string") {
    return new Response(body || null, { status, headers: answer });
  }
  if (!answer.has("content-type")) answer.set("content-type", "application/json");
  return new Response(JSON.stringify(body), { status, headers: answer });
}

async function damaged(answer: Response, fault: FaultKind): Promise<Response> {
  const whole = new Uint8Array(await answer.arrayBuffer());
  const cutAt = fault.kind === "cutBody" ? fault.after ?? 1 : Math.ceil(whole.length / 2);
  const { status } = answer;
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!sent) {
        sent = true;
        if (cutAt > 0) return controller.enqueue(whole.subarray(0, cutAt));
      }
      if (fault.kind === "stalledBody") return await new Promise<void>(() => {});
      for (let i = 0; i < TURNS_BEFORE_CUT; i++) await turn();
      // Servers print the reason; a text, not an Error, so that it does not look like a defect. Without
      // one @hono/node-server would end the answer as if it were complete.
      controller.error("The mock cut this answer, as it was told to");
    },
  }, { highWaterMark: 0 });
  return new Response(body, { status, headers });
}

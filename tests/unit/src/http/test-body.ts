// Bodies and deadlines that a test controls.
import { createManualClock } from "../../../../mock-server/mod.ts";
import { startDeadline } from "../../../../src/http/deadline.ts";

/** A body that yields chunks and then ends, fails, or does nothing more. */
export function bodyOf(
  chunks: readonly (string | Uint8Array)[],
  then: "end" | "fail" | "hang" = "end",
) {
  const left = chunks.map((chunk) =>
    typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk
  );
  const seen: { pulls: number; canceled: unknown[] } = { pulls: 0, canceled: [] };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      seen.pulls += 1;
      const chunk = left.shift();
      if (chunk !== undefined) return controller.enqueue(chunk);
      if (then === "end") return controller.close();
      if (then === "fail") return controller.error(new Error("cut"));
      return new Promise(() => {});
    },
    cancel: (reason) => void seen.canceled.push(reason ?? "no reason"),
  }, { highWaterMark: 0 });
  return { response: new Response(body), seen };
}

/** A deadline on a clock that stands still. */
export function timing(timeout = 100) {
  const clock = createManualClock({ start: 0, autoAdvance: false });
  return { clock, deadline: startDeadline({ timeout, clock }) };
}

/** Waits until everything that is ready has run. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

import type { ErrorHandler } from "hono";
import { ConnectionDropped } from "../world/faults/connection-dropped.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { answer } from "./answer.ts";
import type { MockEnv } from "./context.ts";
import { refuse } from "./error-response.ts";

/** Turns every error that a route throws into `{"error": ...}` (D). */
export const onThrownError: ErrorHandler<MockEnv> = (error, c) => {
  if (error instanceof ConnectionDropped) throw error;
  if (error instanceof ApiFailure) {
    const { failure, values, status } = error;
    return refuse(c, failure, values, { status });
  }
  // A bug in the mock. It gets its own message, so that nobody takes it for a response of Kinabase.
  return answer(c, { error: `Internal error in the mock: ${error.message}` }, 500);
};

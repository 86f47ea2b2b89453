import type { ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { ConnectionDropped } from "../world/faults/connection-dropped.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { type MockEnv, refuse } from "./context.ts";

/** Turns every error that a route throws into `{"error": ...}` (D). */
export const errorEnvelope: ErrorHandler<MockEnv> = (error, c) => {
  if (error instanceof ConnectionDropped) throw error;
  if (error instanceof ApiFailure) return refuse(c, error.failure, error.values, error.status);
  // Hono's validator throws this when a body is not valid JSON.
  if (error instanceof HTTPException && error.status === 400) return refuse(c, "malformedJson");
  // A bug in the mock. It gets its own message, so that nobody takes it for a response of Kinabase.
  return c.json({ error: `Internal error in the mock: ${error.message}` }, 500);
};

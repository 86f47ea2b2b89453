import type { ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { ConnectionDropped } from "../world/faults/connection-dropped.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { type MockEnv, refuse } from "./context.ts";

/** Turns whatever a route throws into `{"error": ...}` (D). */
export const errorEnvelope: ErrorHandler<MockEnv> = (error, c) => {
  if (error instanceof ConnectionDropped) throw error;
  if (error instanceof ApiFailure) return refuse(c, error.failure, error.values);
  // hono's validator throws this when a body is no JSON.
  if (error instanceof HTTPException && error.status === 400) return refuse(c, "malformedJson");
  // A defect of the mock: better shown than hidden behind a status that Kinabase might give.
  return c.json({ error: `Internal error in the mock: ${error.message}` }, 500);
};

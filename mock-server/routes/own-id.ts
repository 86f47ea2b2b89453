import type { Context } from "hono";
import type { MockEnv } from "../middleware/context.ts";
import { isRecordId } from "../world/collections/definitions.ts";
import { ApiFailure } from "../world/failures/api-failure.ts";
import { formatValue, type Path, pathText } from "../support/format-value.ts";

/**
 * The ID of a new record, if the request gives one and the tenant keeps it.
 *
 * @param at The path of the ID in the request.
 * @throws {ApiFailure} When the tenant refuses IDs of new records (A), or the ID cannot be in a path.
 */
export function ownId(
  c: Context<MockEnv>,
  id: string | null | undefined,
  at: Path,
): string | undefined {
  if (id === null || id === undefined) return undefined;
  const option = c.get("tenant").behaviors.get("create.own-id");
  if (option === "ignore") return undefined;
  if (option === "keep" && isRecordId(id)) return id;
  const wanted = option === "keep" ? "letters, digits and hyphens" : "null";
  const problems = `${pathText(at)}: expected ${wanted}, got ${formatValue(id)}.`;
  throw new ApiFailure("invalidRequest", { problems });
}

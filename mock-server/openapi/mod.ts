import { onlyKnown } from "../support/check.ts";
import type { OpenApiOptions } from "./document.ts";

/**
 * The API and the control API in OpenAPI 3.1, made from the schemas that the mock checks requests with.
 * How surely each fact is known stands in the descriptions.
 *
 * @example
 * ```ts
 * import { openApiDocument } from "@kinakit/kinabase/mock";
 *
 * const document = await openApiDocument({ server: "http://127.0.0.1:8787" });
 * console.log(JSON.stringify(document));
 * ```
 */
export async function openApiDocument(
  options: OpenApiOptions = {},
): Promise<Record<string, unknown>> {
  onlyKnown(options, ["server"]);
  // Loaded when it is asked for, so that a mock starts without it.
  const { document } = await import("./document.ts");
  return document(options);
}

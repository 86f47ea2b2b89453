import { onlyKnown } from "../support/check.ts";
import { formatValue } from "../support/format-value.ts";
import type { OpenApiOptions } from "./document.ts";

/**
 * The OpenAPI 3.1 document of the API and the control API, built from the schemas that the mock validates
 * requests with. Its descriptions carry the evidence marks.
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
  if (options.server !== undefined && typeof options.server !== "string") {
    throw new TypeError(`server: expected a URL as a string, got ${formatValue(options.server)}`);
  }
  // Loaded on demand, so that a mock starts faster.
  const { document } = await import("./document.ts");
  return document(options);
}

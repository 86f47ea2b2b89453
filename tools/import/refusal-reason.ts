import type { KinabaseError } from "../../mod.ts";

/**
 * Why a service refused a row. Messages name the position of the record in the request, which a reader would take
 * for the row: it is left out.
 */
export function refusalReason({ serverMessage, message }: KinabaseError): string {
  return (serverMessage ?? message)
    .replace(/^bulk\.\w+: (?=\[)/, "")
    .replace(/(?:\brecords|^)\[\d+\](\.?)/g, (_, dot) => dot === "." ? "" : "the record");
}

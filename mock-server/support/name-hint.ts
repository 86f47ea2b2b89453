import { nearest } from "../../src/support/nearest.ts";
import { formatValue, shortened } from "./format-value.ts";

/** How many names a hint lists. With longer names it would be too long. */
const LISTED = 15;

/**
 * A hint for an unknown name: the most similar known one, or all of them.
 *
 * @param known What they are, in a sentence: `fields`.
 * @param none The hint when there are no names.
 */
export function nameHint(
  name: string,
  names: readonly string[],
  { known, none }: { known: string; none: string },
): string {
  const similar = nearest(name, names);
  if (similar !== undefined) return `Did you mean ${formatValue(similar)}?`;
  return names.length === 0 ? none : `Known ${known}: ${listed(names)}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => shortened(name));
  return `${shown.join(", ")}${names.length > LISTED ? ", …" : "."}`;
}

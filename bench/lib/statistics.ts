import type { Figure } from "./measure.ts";

/** The value below which a given share of the values is. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low = NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** The median, with its quartiles. */
export function figure(values: readonly number[]): Figure {
  return { value: quantile(values, 0.5), spread: [quantile(values, 0.25), quantile(values, 0.75)] };
}

/**
 * Every nth case. Bun runs every case in every variant; on the other runtimes a sample of the variants is
 * enough, because each of them runs the whole contract as well.
 */
export function sample<T>(cases: readonly T[], every: number): T[] {
  return cases.filter((_, index) => index % every === 0);
}

import type { JsonObject, KinabaseRecord } from "../../mod.ts";

/** Collects the fields of rows that no record of a sample has. */
export interface UnseenFields {
  /** Adds the data of a row. */
  add(data: JsonObject): void;
  /** The names of the fields, in the order of the rows. */
  names(): string[];
}

/** @param sample Records of the collection. If they have no field, no field counts as unseen. */
export function createUnseenFields(sample: readonly KinabaseRecord[]): UnseenFields {
  const known = new Set(sample.flatMap(({ data }) => Object.keys(data)));
  const unseen = new Set<string>();
  return {
    add(data) {
      if (known.size === 0) return;
      for (const name of Object.keys(data)) if (!known.has(name)) unseen.add(name);
    },
    names: () => [...unseen],
  };
}

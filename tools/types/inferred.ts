/** What all texts of a field have in common. */
export type TextFormat =
  /** A date in ISO 8601: `2026-01-31`. */
  | "date"
  /** A time in ISO 8601. */
  | "date-time"
  /** A number, written as text. */
  | "number";

/** One type of a field's values. */
export type InferredType =
  | {
    kind: "text";
    /** What all texts have in common, if anything. */
    format?: TextFormat | undefined;
    /** The values, in order, if there are only few and each occurs often. */
    choices?: string[] | undefined;
  }
  | { kind: "number" }
  | { kind: "boolean" }
  | {
    /** A link to another record: `{ "id": "…" }` (O). */
    kind: "link";
    /** Whether some links have more properties than the ID. */
    more: boolean;
  }
  | {
    /** An object. All objects of the field have the same properties. */
    kind: "object";
    fields: InferredField[];
  }
  /** An object with properties that vary. */
  | { kind: "json" }
  | {
    /** A list. */
    kind: "list";
    /** The types of its elements; empty if all lists are empty. */
    items: InferredType[];
    /** Whether an element is `null`. */
    nullable: boolean;
  };

/** What a sample shows about a field. */
export interface InferredField {
  /** The field's name. */
  name: string;
  /** The types of its values, in a fixed order; empty if it had no value. */
  types: InferredType[];
  /** How many sampled records have a value that is not `null`. */
  values: number;
  /** How many sampled records have `null`. */
  nulls: number;
  /** How many sampled records lack the field. */
  missing: number;
}

/** What a sample shows about a collection. */
export interface InferredCollection {
  /** Its slug, or its ID if it has no slug. */
  slug: string;
  /** How many records were sampled. */
  records: number;
  /** Its fields, by name. */
  fields: InferredField[];
}

import type { JsonObject, JsonValue } from "../../mod.ts";
import type { InferredField, InferredType, TextFormat } from "./inferred.ts";
import { isoFormat } from "./iso-date.ts";

/** Collects values and infers their types. */
interface ValueSample {
  add(value: JsonValue): void;
  types(): InferredType[];
  readonly values: number;
  readonly nulls: number;
}

/** Collects records and infers their fields. */
export interface RecordSample {
  /** Adds the data of one record. */
  add(data: JsonObject): void;
  /** The fields so far, by name. */
  fields(): InferredField[];
  /** How many records were added. */
  readonly records: number;
}

/** Text with at most this many different values may be a choice. */
const MOST_CHOICES = 12;
/** In a choice, each value occurs this often on average. */
const REPETITIONS = 5;
/** Deeper values are any JSON. */
const DEEPEST = 4;

/** Creates a sample of records. */
export function createRecordSample(depth: number = 0): RecordSample {
  const samples = new Map<string, ValueSample>();
  let records = 0;
  return {
    add(data) {
      records += 1;
      for (const [name, value] of Object.entries(data)) {
        let sample = samples.get(name);
        if (sample === undefined) samples.set(name, sample = createValueSample(depth));
        sample.add(value);
      }
    },
    fields: () =>
      [...samples].sort(([a], [b]) => a < b ? -1 : 1).map(([name, sample]) => ({
        name,
        types: sample.types(),
        values: sample.values,
        nulls: sample.nulls,
        missing: records - sample.values - sample.nulls,
      })),
    get records() {
      return records;
    },
  };
}

function createValueSample(depth: number): ValueSample {
  const texts = createTextSample();
  const objects = createObjectSample(depth);
  let values = 0;
  let nulls = 0;
  let hasNumber = false;
  let hasBoolean = false;
  let items: ValueSample | undefined;
  return {
    add(value) {
      if (value === null) {
        nulls += 1;
        return;
      }
      values += 1;
      if (typeof value === "string") texts.add(value);
      else if (typeof value === "number") hasNumber = true;
      else if (typeof value === "boolean") hasBoolean = true;
      else if (!Array.isArray(value)) objects.add(value);
      else {
        items ??= createValueSample(depth + 1);
        for (const item of value) items.add(item);
      }
    },
    types() {
      const number: InferredType[] = hasNumber ? [{ kind: "number" }] : [];
      const boolean: InferredType[] = hasBoolean ? [{ kind: "boolean" }] : [];
      return [...texts.types(), ...number, ...boolean, ...objects.types(), ...listOf(items, depth)];
    },
    get values() {
      return values;
    },
    get nulls() {
      return nulls;
    },
  };
}

function listOf(items: ValueSample | undefined, depth: number): InferredType[] {
  if (items === undefined) return [];
  const types = depth < DEEPEST ? items.types() : [];
  return [{ kind: "list", items: types, nullable: items.nulls > 0 }];
}

/** Infers what texts have in common. */
function createTextSample(): { add(text: string): void; types(): InferredType[] } {
  const different = new Set<string>();
  let count = 0;
  let format: TextFormat | undefined;
  return {
    add(text) {
      const own = isoFormat(text) ?? (isNumber(text) ? "number" : undefined);
      format = count === 0 || own === format ? own : undefined;
      count += 1;
      if (different.size <= MOST_CHOICES) different.add(text);
    },
    types() {
      if (count === 0) return [];
      const isChoice = format === undefined && different.size <= MOST_CHOICES &&
        count >= REPETITIONS * different.size;
      const choices = isChoice ? [...different].sort() : undefined;
      return [{ kind: "text", format, choices }];
    },
  };
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** Infers what objects have in common. */
function createObjectSample(
  depth: number,
): { add(object: JsonObject): void; types(): InferredType[] } {
  let inner: RecordSample | undefined;
  let names: string | undefined;
  let count = 0;
  let areLinks = true;
  let areAlike = true;
  let more = false;
  return {
    add(object) {
      count += 1;
      const keys = Object.keys(object);
      areLinks &&= typeof object["id"] === "string" && object["id"] !== "";
      more ||= keys.length > 1;
      const own = JSON.stringify(keys.toSorted());
      names ??= own;
      areAlike &&= own === names && keys.length > 0;
      if (depth >= DEEPEST || !areAlike) return;
      inner ??= createRecordSample(depth + 1);
      inner.add(object);
    },
    types() {
      if (count === 0) return [];
      if (areLinks) return [{ kind: "link", more }];
      // The names of an object that occurs only once may be values, as in { "ada@example.com": 3 }.
      if (!areAlike || count === 1 || inner === undefined) return [{ kind: "json" }];
      return [{ kind: "object", fields: inner.fields() }];
    },
  };
}

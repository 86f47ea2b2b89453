import * as fc from "fast-check";
import { anyText } from "./text.ts";

/** A change of a value. The place counts all parts of the value, and wraps around. */
export interface Edit {
  kind: "replace" | "remove" | "add" | "rename" | "repeat" | "wrap" | "text";
  at: number;
  name: string;
  value: unknown;
}

/** A few changes that keep most of a value as it is. */
export function edits(values: fc.Arbitrary<unknown>): fc.Arbitrary<Edit[]> {
  return fc.array(
    fc.record({
      kind: fc.constantFrom("replace", "remove", "add", "rename", "repeat", "wrap", "text"),
      at: fc.nat(500),
      name: anyText(),
      value: values,
    }),
    { minLength: 1, maxLength: 3 },
  );
}

/** Applies changes to a copy of a value. Only arrays and plain objects have parts. */
export function edited(value: unknown, all: readonly Edit[]): unknown {
  return all.reduce((before: unknown, edit) => {
    const visitor = { edit, target: edit.at % placesIn(before), next: 0 };
    return visit("", before, visitor)?.value;
  }, value);
}

/** Creates an object with own properties, also for `__proto__`, which an assignment would treat as a setter. */
export function objectFrom(parts: Iterable<readonly [string, unknown]>): object {
  const object = {};
  for (const [name, value] of parts) {
    const of = { value, enumerable: true, writable: true, configurable: true };
    Object.defineProperty(object, name, of);
  }
  return object;
}

/** A value with its name in the value around it. */
interface Part {
  name: string;
  value: unknown;
}

/** Visits the parts of a value in order, to change the one at the target. */
interface Visitor {
  edit: Edit;
  target: number;
  next: number;
}

// A value of the program's own edits may contain itself.
const DEEPEST = 12;

function partsOf(value: unknown, depth: number): [name: string, part: unknown][] {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  const hasParts = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return hasParts ? Object.entries(value) : [];
}

function placesIn(value: unknown, depth = 0): number {
  const parts = partsOf(value, depth);
  return parts.reduce((sum, [, part]) => sum + placesIn(part, depth + 1), 1);
}

/** Returns a copy of the value with the change; `undefined` if the change removes it. */
function visit(name: string, value: unknown, visitor: Visitor, depth = 0): Part | undefined {
  if (visitor.next++ === visitor.target) return changed(name, value, visitor.edit);
  const parts = partsOf(value, depth);
  if (parts.length === 0) return { name, value };
  const kept = parts.flatMap(([inner, part]) => visit(inner, part, visitor, depth + 1) ?? []);
  if (Array.isArray(value)) return { name, value: kept.map((part) => part.value) };
  return { name, value: objectFrom(kept.map((part) => [part.name, part.value])) };
}

function changed(name: string, value: unknown, edit: Edit): Part | undefined {
  switch (edit.kind) {
    case "remove":
      return undefined;
    case "rename":
      return { name: edit.name, value };
    case "replace":
      return { name, value: edit.value };
    case "wrap":
      return { name, value: [value] };
    case "text":
      return { name, value: asText(value) };
    case "repeat":
      return {
        name,
        value: Array.isArray(value) ? repeated(value, edit.at % 400) : [value, value],
      };
    case "add":
      return { name, value: added(value, edit) };
  }
}

function asText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return typeof value;
  }
}

function repeated(items: unknown[], times: number): unknown[] {
  return Array.from({ length: times }, () => items).flat();
}

function added(value: unknown, { name, value: more }: Edit): unknown {
  if (Array.isArray(value)) return [...value, more];
  if (typeof value !== "object" || value === null) return more;
  return objectFrom([...Object.entries(value), [name, more]]);
}

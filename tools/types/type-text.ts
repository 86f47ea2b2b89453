import type { InferredField, InferredType } from "./inferred.ts";
import { propertyName } from "./type-names.ts";

/** How types are written. */
export interface TypeStyle {
  /** Whether few-valued text is written as its values. */
  enums: boolean;
}

/** A property of a type: its name, whether it may be missing, and its type. */
export interface PropertyText {
  /** The name, with quotes if it needs some. */
  name: string;
  optional: boolean;
  /** The types, of which one applies. */
  union: string[];
}

/** A field as a property of a TypeScript type. */
export function propertyOf(field: InferredField, style: TypeStyle): PropertyText {
  return {
    name: propertyName(field.name),
    optional: field.missing > 0,
    union: unionOf(field.types, field.nulls > 0, style),
  };
}

/** A property as TypeScript. With `undefined`, it works with and without exactOptionalPropertyTypes. */
export function propertyText({ name, optional, union }: PropertyText): string {
  const types = optional ? [...union, "undefined"] : union;
  return `${name}${optional ? "?" : ""}: ${types.join(" | ")};`;
}

/** Whether the type of a field is written with `JsonValue`. */
export function usesJsonValue({ types }: Pick<InferredField, "types">): boolean {
  return types.length === 0 || types.some((type) => {
    switch (type.kind) {
      case "json":
        return true;
      case "link":
        return type.more;
      case "object":
        return type.fields.some(usesJsonValue);
      case "list":
        return usesJsonValue({ types: type.items });
      default:
        return false;
    }
  });
}

function unionOf(
  types: readonly InferredType[],
  nullable: boolean,
  style: TypeStyle,
): string[] {
  if (types.length === 0) return ["JsonValue"];
  const all = types.flatMap((type) => typeTexts(type, style));
  return [...new Set(nullable ? [...all, "null"] : all)];
}

function typeTexts(type: InferredType, style: TypeStyle): string[] {
  switch (type.kind) {
    case "text":
      return style.enums && type.choices !== undefined
        ? type.choices.map((choice) => JSON.stringify(choice))
        : ["string"];
    case "number":
    case "boolean":
      return [type.kind];
    case "link":
      return [type.more ? "{ id: string; [name: string]: JsonValue }" : "{ id: string }"];
    case "object": {
      const inner = type.fields.map((field) => propertyText(propertyOf(field, style)));
      return [`{ ${inner.join(" ")} }`];
    }
    case "json":
      return ["{ [name: string]: JsonValue }"];
    case "list": {
      const items = unionOf(type.items, type.nullable, style);
      const item = items.join(" | ");
      return [items.length > 1 ? `(${item})[]` : `${item}[]`];
    }
  }
}

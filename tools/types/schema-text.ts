import type { InferredField, InferredType } from "./inferred.ts";
import type { TypeStyle } from "./type-text.ts";
import { propertyName } from "./type-names.ts";

/** A field as a property of a zod schema. */
export function schemaProperty(field: InferredField, style: TypeStyle): string {
  // A plain `__proto__` would set the prototype.
  const name = field.name === "__proto__" ? '["__proto__"]' : propertyName(field.name);
  const schema = unionOf(field.types, field.nulls > 0, style);
  return `${name}: ${field.missing > 0 ? `${schema}.optional()` : schema},`;
}

function unionOf(types: readonly InferredType[], nullable: boolean, style: TypeStyle): string {
  const [first, ...rest] = types.map((type) => schemaOf(type, style));
  if (first === undefined) return "z.json()";
  const schema = rest.length === 0 ? first : `z.union([${[first, ...rest].join(", ")}])`;
  return nullable ? `${schema}.nullable()` : schema;
}

function schemaOf(type: InferredType, style: TypeStyle): string {
  switch (type.kind) {
    case "text":
      return style.enums && type.choices !== undefined
        ? `z.enum(${JSON.stringify(type.choices)})`
        : "z.string()";
    case "number":
    case "boolean":
      return `z.${type.kind}()`;
    case "link":
      return type.more ? "z.object({ id: z.string() }).catchall(z.json())" : LINK;
    case "object": {
      const inner = type.fields.map((field) => schemaProperty(field, style));
      return `z.object({ ${inner.join(" ")} })`;
    }
    case "json":
      return "z.record(z.string(), z.json())";
    case "list":
      return `z.array(${unionOf(type.items, type.nullable, style)})`;
  }
}

const LINK = "z.object({ id: z.string() })";

import type { InferredCollection, InferredField } from "./inferred.ts";
import { schemaProperty } from "./schema-text.ts";
import { propertyName, typeNames } from "./type-names.ts";
import { propertyOf, propertyText, usesJsonValue } from "./type-text.ts";

/** The options of {@linkcode typesFile}. */
export interface TypesFileOptions {
  /** Whether the file also has a zod schema for each collection. Default `false`. */
  zod?: boolean | undefined;
  /**
   * Whether few-valued text is written as its values: `"open" | "closed"`. Then the file contains values of
   * records. Default `false`.
   */
  enums?: boolean | undefined;
}

/**
 * Writes types as a TypeScript file: an interface for the data of each collection, and the map `Collections` for
 * `createClient<Collections>()`. The same types give the same text. Without `enums` it contains no values of
 * records.
 */
export function typesFile(
  collections: readonly InferredCollection[],
  { zod = false, enums = false }: TypesFileOptions = {},
): string {
  const names = typeNames(collections.map(({ slug }) => slug));
  const style = { enums };
  const types: string[] = [];
  const schemas: string[] = [];
  const typeMap: string[] = [];
  const schemaMap: string[] = [];
  for (const { slug, fields } of collections) {
    const { data = "", schema = "" } = names.get(slug) ?? {};
    const about = `/** The data of a record in ${inComment(slug)}.`;
    typeMap.push(`  ${propertyName(slug)}: ${data};`);
    schemaMap.push(`  ${propertyName(slug)}: ${schema},`);
    if (fields.length === 0) {
      types.push(`${about} No record had a field. */\nexport type ${data} = JsonObject;\n`);
      schemas.push(
        `export const ${schema}: Schema<${data}> = z.record(z.string(), z.json());\n`,
      );
      continue;
    }
    const properties = fields.map((field) =>
      `  /** ${certainty(field)} */\n  ${propertyText(propertyOf(field, style))}\n`
    );
    types.push(`${about} */\nexport interface ${data} {\n${properties.join("")}}\n`);
    const checked = fields.map((field) => `  ${schemaProperty(field, style)}\n`);
    schemas.push(
      `export const ${schema}: ObjectSchema<${data}> = z.looseObject({\n${checked.join("")}});\n`,
    );
  }
  const map = `/** The types of the records' data, for \`createClient<Collections>()\`. */
export interface Collections {\n${typeMap.join("\n")}\n}\n`;
  const body = [...types, map];
  if (zod) {
    const all = `/** The schemas, by slug. */
export const schemas: { [S in keyof Collections]: Schema<Collections[S]> } = {
${schemaMap.join("\n")}\n};\n`;
    const isObject = collections.some(({ fields }) => fields.length > 0);
    body.push(SCHEMA, ...isObject ? [OBJECT_SCHEMA] : [], ...schemas, all);
  }
  return [header(collections, zod), ...body].join("\n");
}

const SCHEMA = `/** A schema that reads and returns the same type. */
type Schema<T> = z.ZodType<T, T>;
`;

// An explicit type, as isolatedDeclarations needs it. It keeps the methods that `z.ZodType` does not have.
const OBJECT_SCHEMA =
  `/** A schema of records' data, with the methods of objects: .partial(), .pick(), .extend(). */
type ObjectSchema<D> = z.ZodObject<{
  [F in keyof D]-?: undefined extends D[F] ? z.ZodOptional<Schema<Exclude<D[F], undefined>>>
    : Schema<D[F]>;
}>;
`;

function header(collections: readonly InferredCollection[], zod: boolean): string {
  const lines = ["// Written by `kinabase types` from sampled records. Do not edit: run it again."];
  const imported = [
    ...(collections.some(({ fields }) => fields.length === 0) ? ["JsonObject"] : []),
    ...(collections.some(({ fields }) => fields.some(usesJsonValue)) ? ["JsonValue"] : []),
  ];
  if (imported.length > 0) {
    lines.push(`import type { ${imported.join(", ")} } from "@kinakit/kinabase";`);
  }
  if (zod) lines.push('import * as z from "zod";');
  return `${lines.join("\n")}\n`;
}

/** How sure the type of a field is. In rough steps, so that new records rarely change the file. */
function certainty({ types, values, nulls, missing }: InferredField): string {
  const records = values + nulls + missing;
  const seen = values >= 100
    ? "100 or more values"
    : values >= 10
    ? "10 or more values"
    : values > 0
    ? "fewer than 10 values"
    : "no value";
  const what = types.flatMap((type) => {
    if (type.kind !== "text") return [];
    if (type.choices !== undefined) return ["few-valued text"];
    if (type.format === "date") return ["dates"];
    if (type.format === "date-time") return ["times"];
    return type.format === "number" ? ["numbers as text"] : [];
  });
  return `${[...what, seen].join(", ")}; ${share(nulls, records)} null, ${
    share(missing, records)
  } missing.`.replace(/^./, (first) => first.toUpperCase());
}

function share(part: number, whole: number): string {
  if (part === 0) return "never";
  if (part === whole) return "always";
  return part * 2 > whole ? "mostly" : part * 10 > whole ? "often" : "rarely";
}

/** A text that cannot end the comment it is in. */
function inComment(text: string): string {
  return text.replaceAll("*/", "*\\/").replace(/[\r\n\u2028\u2029]/g, " ");
}

/**
 * A schema of any library that follows the Standard Schema specification (https://standardschema.dev),
 * version 1: zod, valibot, arktype and others. Declared here, as the specification invites, so that
 * the client depends on none of them.
 *
 * @typeParam Input What the schema takes.
 * @typeParam Output What it makes of it.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  /** What the specification keeps under this name. */
  readonly "~standard": {
    /** The version of the specification. */
    readonly version: 1;
    /** The library's name. */
    readonly vendor: string;
    /** Checks a value. */
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** Carries the types; it does not exist at run time. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a schema says of a value: a value, or what is wrong with it. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One thing that is wrong with a value. */
export interface SchemaIssue {
  /** What is wrong. */
  readonly message: string;
  /** Where. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a schema takes: the type of `data` as it travels. */
export type SchemaInput<S extends StandardSchema> = NonNullable<S["~standard"]["types"]>["input"];

/** The issues of a value, as texts with their paths; none when it fits. */
export async function issuesOf(schema: StandardSchema, value: unknown): Promise<string[]> {
  const result = await schema["~standard"].validate(value);
  return (result.issues ?? []).map(({ message, path = [] }) => {
    const where = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".");
    return where === "" ? message : `${where}: ${message}`;
  });
}

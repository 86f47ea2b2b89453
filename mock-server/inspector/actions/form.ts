import type { ZodType } from "zod";
import { problemsIn, validate } from "../../support/check.ts";
import type { Path } from "../../support/format-value.ts";
import type { FormState } from "../action-result.ts";

/** The text of a field, without white space around it. */
export function text(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? "").trim();
}

/** Parses a number. Other strings stay as they are, so that validation can report them. */
export function number(value: string): number | string {
  return value === "" || Number.isNaN(Number(value)) ? value : Number(value);
}

/** A property, if its field was filled in. */
export function given(
  name: string,
  value: string,
  read: (value: string) => unknown = (same) => same,
): Record<string, unknown> {
  return value === "" ? {} : { [name]: read(value) };
}

/** A problem with the value of one field. */
export function problem(values: FormState["values"], name: string, message: string): FormState {
  return { values, problems: { [name]: sentence(message) } };
}

/** Validates the fields of a form and returns the problems by field. */
export function checkedForm<T>(
  schema: ZodType<T>,
  value: unknown,
  firstField: string,
): { data: T } | Pick<FormState, "problems"> {
  const result = validate(schema, value);
  if (result.success) return { data: result.data };
  const problems: Record<string, string> = {};
  for (const { path, message } of result.error.issues) {
    problems[fieldAt(path, firstField)] ??= sentence(message);
  }
  return { problems };
}

/** Parses and validates JSON in a field, and returns the problems with their paths. */
export function checkedJson<T>(schema: ZodType<T>, json: string): { data: T } | { issue: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { issue: json === "" ? "expected JSON, got nothing" : "this is not valid JSON" };
  }
  const result = validate(schema, value);
  if (result.success) return { data: result.data };
  return { issue: problemsIn(result.error, "JSON") };
}

/** The message of an error about a value, such as an ID that is already used; rethrows all others. */
export function issueOf(error: unknown): string {
  if (error instanceof TypeError) return error.message;
  throw error;
}

/** The form field for a path: its last part, such as `path` for `match.path`. */
function fieldAt(path: Path, firstField: string): string {
  return String(path.at(-1) ?? firstField);
}

/** A message as a sentence. A path at its beginning keeps its letter case. */
function sentence(message: string): string {
  const start = /^[\w[\].]+(?:: | is (?:missing|already) )/.test(message)
    ? message.charAt(0)
    : message.charAt(0).toUpperCase();
  return `${start}${message.slice(1)}${message.endsWith(".") ? "" : "."}`;
}

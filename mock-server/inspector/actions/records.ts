import * as z from "zod";
import { jsonObject } from "../../../src/wire/shared-schemas.ts";
import { expected } from "../../support/check.ts";
import type { CollectionState } from "../../world/collections/collection.ts";
import { collectionDefinition, recordDefinition } from "../../world/collections/definitions.ts";
import { toWire } from "../../world/collections/record-response.ts";
import { type ActionResult, BLANK_FORM, type FormName } from "../action-result.ts";
import type { View } from "../view.ts";
import type { Sent } from "./action.ts";
import { checkedForm, checkedJson, issueOf, problem, text } from "./form.ts";

/** Creates a collection without defined fields. */
export function addCollection({ tenant }: View, { form, isCheck }: Sent): ActionResult {
  const values = { name: text(form, "name"), slug: text(form, "slug") };
  const { name } = values;
  const slug = values.slug || slugOf(name);
  const refused = (problems: Record<string, string>): ActionResult => ({
    dialog: { kind: "collection", form: { values, problems } },
  });
  if (name === "") return refused({ name: "Enter a name." });
  const definition = checkedForm(collectionDefinition, { name, slug }, "slug");
  if ("problems" in definition) return refused(definition.problems);
  if (tenant.collections.find(slug) !== undefined) {
    return refused({ slug: `${slug} is already used in this tenant. Choose another.` });
  }
  if (isCheck) return refused({});
  tenant.collections.create(definition.data);
  return { done: "collectionAdded", go: { collection: slug, find: "", page: "", record: "" } };
}

function slugOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d]+/g, "-").replace(/^-|-$/g, "");
}

const NO_RECORD = "The record does not exist any more.";
const GONE = "The collection does not exist any more. Reload the page.";

/** The collection that a form names. The view has another one if that was removed meanwhile. */
function collectionIn({ tenant }: View, form: URLSearchParams): CollectionState | undefined {
  return tenant.collections.find(text(form, "collection"));
}

/** A form that has JSON in one field and writes records. */
function writeRecords<T>(
  view: View,
  { form, isCheck }: Sent,
  of: {
    form: FormName;
    schema: z.ZodType<T>;
    write(collection: CollectionState, data: T): ActionResult;
  },
): ActionResult {
  const collection = collectionIn(view, form);
  if (collection === undefined) return { failed: GONE };
  const values = { json: text(form, "json"), recordId: text(form, "recordId") };
  const parsed = checkedJson(of.schema, values.json);
  if ("issue" in parsed) return { forms: { [of.form]: problem(values, "json", parsed.issue) } };
  if (isCheck) return { forms: { [of.form]: { values, problems: {} } } };
  try {
    return { forms: { [of.form]: BLANK_FORM }, ...of.write(collection, parsed.data) };
  } catch (error) {
    return { forms: { [of.form]: problem(values, "json", issueOf(error)) } };
  }
}

/** Adds a record. The JSON is its data. */
export function addRecord(view: View, sent: Sent): ActionResult {
  return writeRecords(view, sent, {
    form: "add",
    schema: jsonObject,
    write(collection, data) {
      const { id } = collection.records.add({ data });
      return { done: "recordAdded", go: { record: id, find: "" } };
    },
  });
}

/** Updates the data of a record, as a PATCH request does. */
export function editRecord(view: View, sent: Sent): ActionResult {
  return writeRecords(view, sent, {
    form: "edit",
    schema: jsonObject,
    write(collection, data) {
      const id = text(sent.form, "recordId");
      if (collection.store.get(id) === undefined) return { failed: NO_RECORD };
      collection.update({ id, data });
      return { done: "recordChanged", go: { record: id } };
    },
  });
}

/** Deletes a record and its telemetry. */
export function deleteRecord(view: View, { form }: Sent): ActionResult {
  const collection = collectionIn(view, form);
  const id = text(form, "recordId");
  if (collection?.store.get(id) === undefined) return { failed: NO_RECORD };
  collection.remove(id);
  return { done: "recordDeleted", go: { record: "" } };
}

const records = z.lazy(() =>
  z.array(recordDefinition, expected('an array of records such as [{ "data": {} }]'))
);

/** Adds the records of an export: all or none. */
export function importRecords(view: View, sent: Sent): ActionResult {
  return writeRecords(view, sent, {
    form: "import",
    schema: records,
    write(collection, all) {
      collection.addAll(all, (i) => [i]);
      return { done: "recordsImported", go: { find: "", page: "", record: "" } };
    },
  });
}

/** All records of the collection as JSON, as `importRecords` reads it. */
export function exportRecords(view: View, { form }: Sent): ActionResult {
  const collection = collectionIn(view, form);
  if (collection === undefined) return { failed: GONE };
  const all = collection.select({}, 0, Infinity).records.map(toWire);
  return {
    download: { name: `${collection.slug}.json`, text: `${JSON.stringify(all, null, 2)}\n` },
  };
}

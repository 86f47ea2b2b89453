// What TypeScript accepts: `npm run check` compiles this file.
import { expect, test } from "bun:test";
import * as z from "zod";
import { type Client, type Collection, createClient, type JsonObject } from "../../../mod.ts";
import { exportRecords, importRecords, inferTypes, pullSeed } from "../../../tools/mod.ts";

interface Person {
  fullName: string;
  age: number | null;
}

interface Collections {
  people: Person;
  "purchase-orders": { total: number };
}

const options = { token: () => Promise.reject(new Error("no request is sent")) };
const plain = createClient(options);
const typed = createClient<Collections>(options);

/** Only to give an argument a type. */
function take<T>(value: T): T {
  return value;
}

test("a client without a map takes any slug, and the type of its records from the caller", () => {
  take<Collection<JsonObject>>(plain.collection("people"));
  take<Collection<Person>>(plain.collection("people"));
  take<Collection<Person>>(plain.collection<Person>("people"));
  const schema = z.object({ name: z.string() });
  take<Collection<{ name: string }>>(plain.collection("people", { schema }));
});

test("a client with a map types its collections by their slug", () => {
  take<Collection<Person>>(typed.collection("people"));
  take<Collection<{ total: number }>>(typed.collection("purchase-orders"));
  // @ts-expect-error: the type of another collection
  take<Collection<Person>>(typed.collection("purchase-orders"));
});

test("with a map, a misspelled slug is a type error, also where a type is expected", () => {
  // @ts-expect-error: there is no such slug
  typed.collection("peple");
  // @ts-expect-error: there is no such slug
  take<Collection<Person>>(typed.collection("peple"));
});

test("with a map, other collections need a type, a schema, or a slug known only at run time", () => {
  take<Collection<{ x: number }>>(typed.collection<{ x: number }>("others"));
  const schema = z.object({ name: z.string() });
  take<Collection<{ name: string }>>(typed.collection("others", { schema }));
  const slug: string = "others";
  take<Collection<JsonObject>>(typed.collection(slug));
});

test("a client with a map is a client, also for the tools", () => {
  take<Client>(typed);
  take<Client<Collections>>(typed);
  take<Client<Pick<Collections, "people">>>(typed);
  take<(...args: [typeof typed, string]) => unknown>(exportRecords);
  take<(client: typeof typed) => unknown>(inferTypes);
  take<(client: typeof typed) => unknown>(pullSeed);
  const rows = async function* () {};
  take<(...args: [typeof typed, string, typeof rows]) => unknown>(importRecords);
  // @ts-expect-error: its map has no other collections
  take<Client<Collections & { tasks: Person }>>(typed);
  // @ts-expect-error: it has no map
  take<Client<Collections>>(plain);
  expect(typed.baseUrl).toBe(plain.baseUrl);
});

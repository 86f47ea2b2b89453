import { expect, test } from "bun:test";
import * as v from "valibot";
import * as z from "zod";
import {
  expectSchema,
  issuesOf,
  type SchemaInput,
  type StandardSchema,
} from "../../../../src/records/standard-schema.ts";

const schemas = {
  zod: z.object({ name: z.string(), tags: z.array(z.object({ id: z.number() })) }),
  valibot: v.object({ name: v.string(), tags: v.array(v.object({ id: v.number() })) }),
  "valibot, asynchronous": v.objectAsync({
    name: v.pipeAsync(v.string(), v.checkAsync((name) => Promise.resolve(name !== ""), "Empty")),
    tags: v.array(v.object({ id: v.number() })),
  }),
} satisfies Record<string, StandardSchema>;

for (const [library, schema] of Object.entries(schemas)) {
  test(`${library}: a valid value has no issues`, async () => {
    expect(await issuesOf(schema, { name: "Ada", tags: [{ id: 1 }] })).toEqual([]);
  });

  test(`${library}: an issue names the path`, async () => {
    const issues = await issuesOf(schema, { name: 42, tags: [{ id: 1 }, { id: "2" }] });
    expect(issues.length).toBe(2);
    expect(issues[0]).toStartWith("name: ");
    expect(issues[1]).toStartWith("tags.1.id: ");
  });
}

test("an issue of the whole value has no path", async () => {
  expect((await issuesOf(schemas.zod, "Ada"))[0]).toMatch(/^[A-Z]/);
  const validate = () => ({ issues: [{ message: "No." }] });
  const plain = { "~standard": { version: 1, vendor: "test", validate } } as const;
  expect(await issuesOf(plain, "Ada")).toEqual(["No."]);
});

test("the compiler knows the input type of a schema", () => {
  const fromZod: SchemaInput<typeof schemas.zod> = { name: "Ada", tags: [] };
  const fromValibot: SchemaInput<typeof schemas.valibot> = fromZod;
  expect(fromValibot.name).toBe("Ada");
});

test("a schema may be an object or a function, with a method validate()", () => {
  const standard = { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) };
  expectSchema({ "~standard": standard });
  expectSchema(Object.assign(() => {}, { "~standard": standard }));
  expectSchema({ "~standard": Object.assign(() => {}, standard) });
  for (
    const wrong of [
      null,
      "text",
      {},
      { "~standard": null },
      { "~standard": {} },
      { "~standard": { validate: true } },
    ]
  ) {
    expect(() => expectSchema(wrong)).toThrow(
      "schema: expected a schema that follows Standard Schema, such as one of zod, got",
    );
  }
});

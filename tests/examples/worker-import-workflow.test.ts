// The steps of examples/worker-import, with a bucket in memory.
import { expect, test } from "bun:test";
import type { ImportParams, Progress } from "../../examples/worker-import/workflow.ts";
import { createMockServer } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { NonRetryableError } from "./worker-modules.ts";

const { ImportWorkflow } = await import("../../examples/worker-import/workflow.ts");

const ROWS = 1_600;

/** A mock on a port, a bucket, and a way to run imports. */
async function createSetup() {
  const kinabase = createMockServer({
    seed: { collections: [{ slug: "people", name: "People", fields: { name: "text" } }] },
  });
  const server = await serve(kinabase, { port: 0 });
  const app = await kinabase.tenant.apps.create({ name: "Import", description: "From R2" });
  const objects = new Map<string, string>();
  const FILES = {
    async get(key: string, options?: { range: { offset: number; length: number } }) {
      const bytes = Buffer.from(objects.get(key) ?? "");
      if (!objects.has(key)) return null;
      const { offset = 0, length = bytes.length } = options?.range ?? {};
      const part = new Uint8Array(bytes.subarray(offset, offset + length));
      return {
        size: bytes.length,
        etag: String(Bun.hash(bytes)),
        arrayBuffer: async () => part.buffer,
        text: async () => Buffer.from(part).toString(),
      };
    },
    put: async (key: string, value: string) => void objects.set(key, value),
  };
  const env = {
    KINABASE_APP_ID: app.appId,
    KINABASE_APP_SECRET: app.appSecret,
    KINABASE_BASE_URL: server.baseUrl,
    KINABASE_COLLECTION: "people",
    FILES,
  };
  /** Runs an import. A step that fails ends it. `after` is called after each step. */
  async function run(over: Partial<typeof env> = {}, after = () => {}): Promise<Progress> {
    const workflow = Reflect.construct(ImportWorkflow, [{}, { ...env, ...over }]);
    const event: { payload: ImportParams; instanceId: string } = {
      payload: { file: "people" },
      instanceId: crypto.randomUUID(),
    };
    const step = {
      async do(_: string, __: object, work: () => Promise<Progress>) {
        // As the runtime does with the result of a step. Infinity is no result.
        const result: Progress = JSON.parse(JSON.stringify(await work()));
        after();
        return result;
      },
    };
    return await Reflect.apply(workflow.run, workflow, [event, step]);
  }
  return {
    objects,
    run,
    written: () => kinabase.tenant.collections.list()[0]?.records.list().length,
    [Symbol.asyncDispose]: () => server.close(),
  };
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, i) => JSON.stringify({ key: `row-${i}`, data: { name: "A" } }));

test("worker-import > an import of a file that failed goes on where it ended, in another import", async () => {
  await using setup = await createSetup();
  const { objects, run, written } = setup;
  objects.set("people", lines(ROWS).join("\n"));
  const end = () => {
    throw new Error("it ended after the first step");
  };
  await expect(run({}, end)).rejects.toThrow("it ended after the first step");
  expect(written()).toBe(1_500);
  expect(await run()).toMatchObject({ done: ROWS, refused: [] });
  expect(written()).toBe(ROWS);
  expect(await run()).toMatchObject({ done: ROWS, refused: [] });
  expect(written()).toBe(ROWS);
});

test("worker-import > a line that is no row is refused, and the others are imported", async () => {
  await using setup = await createSetup();
  const { objects, run, written } = setup;
  objects.set("people", lines(10).with(4, "{").join("\n"));
  expect(await run()).toMatchObject({
    done: 9,
    refused: [{ key: "{", reason: 'The line is not {"key": "…", "data": {…}}' }],
  });
  expect(written()).toBe(9);
});

test("worker-import > what another attempt cannot change ends the import at once", async () => {
  await using setup = await createSetup();
  const { objects, run } = setup;
  await expect(run()).rejects.toThrow(NonRetryableError);
  const progress = [...objects].find(([key]) => key.startsWith("progress/"))?.[1];
  expect(progress).toContain("There is no file people in the bucket");
  objects.set("people", lines(1).join("\n"));
  await expect(run({ KINABASE_COLLECTION: "persons" })).rejects.toThrow(NonRetryableError);
  const KINABASE_APP_ID = crypto.randomUUID();
  await expect(run({ KINABASE_APP_ID })).rejects.toThrow(NonRetryableError);
  objects.set("people", lines(ROWS).join("\n"));
  const replace = () => void objects.set("people", lines(ROWS + 1).join("\n"));
  await expect(run({}, replace)).rejects.toThrow("was replaced during its import");
});

import { expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

test("the words of operations are not record IDs, whatever the method", async () => {
  const { send } = await mockWithApp({ behaviors: { "create.own-id": "keep" } });
  for (const word of ["all", "bulk", "ingest"]) {
    const { status } = await send("PUT", `collections/people/${word}`, {});
    expect([word, status]).toEqual([word, 405]);
  }
  for (const [method, word] of [["PATCH", "all"], ["GET", "bulk"], ["DELETE", "ingest"]]) {
    const { status } = await send(method ?? "", `collections/people/${word}`);
    expect([word, status]).toEqual([word, 405]);
  }
});

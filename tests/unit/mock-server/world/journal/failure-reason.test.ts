import { expect, test } from "bun:test";
import { createMockServer } from "../../../../../mock-server/mod.ts";
import { failureReason } from "../../../../../mock-server/world/journal/failure-reason.ts";

test("the reason is the error text of the response, or else the fault", () => {
  const cases: [Parameters<typeof failureReason>[0], string | undefined][] = [
    [{ status: 200, responseBody: { error: "none" } }, undefined],
    [{ status: 404, responseBody: { error: " Gone. " } }, "Gone."],
    [{ status: 400, responseBody: { title: "Invalid", status: 400 } }, "Invalid"],
    [{ status: 503, responseBody: "Service unavailable" }, "Service unavailable"],
    [{ status: 503, responseBody: "<html>", fault: "html" }, "html"],
    [{ status: 503, responseBody: " " }, undefined],
    [{ status: 503, responseBody: ["a"] }, undefined],
    [{ status: 503, responseBody: { error: 3 }, fault: "status" }, "status"],
    [{ status: 400, responseBody: { error: "x".repeat(600) } }, `${"x".repeat(500)}…`],
    // Without a status, a request is pending until it has a duration.
    [{ fault: "drop" }, undefined],
    [{ duration: 0, fault: "drop" }, "drop"],
    [{ status: 200, fault: "cutBody" }, undefined],
  ];
  for (const [entry, reason] of cases) {
    expect([entry, failureReason(entry)]).toEqual([entry, reason]);
  }
});

test("entries of failed requests have their reason", async () => {
  const mock = createMockServer();
  mock.faults.add({ kind: "drop", match: { path: "/version" } });
  await mock.fetch(`${mock.baseUrl}version`).catch(() => {});
  await mock.fetch(`${mock.baseUrl}version`);
  await mock.fetch(`${mock.baseUrl}status`);
  expect(mock.journal.entries().map(({ reason }) => reason)).toEqual([
    "drop",
    undefined,
    "The request has no bearer token. Send an Authorization: Bearer header.",
  ]);
});

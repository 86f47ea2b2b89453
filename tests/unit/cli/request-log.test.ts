import { expect, test } from "bun:test";
import { createRequestLog, type Paint } from "../../../cli/request-log.ts";
import { createMockServer, type JournalEntry } from "../../../mock-server/mod.ts";

const marked: Paint = (color, text) => `<${color}>${text}`;
const plain: Paint = (_color, text) => text;

/** Returns what the log prints about an entry. */
function lineOf(entry: Partial<JournalEntry>, paint = plain): string {
  const lines: string[] = [];
  const log = createRequestLog((line) => lines.push(line), paint);
  log.request({ id: 1, at: 0, method: "GET", path: "/status", query: "", duration: 0, ...entry });
  expect(lines).toHaveLength(1);
  return lines[0] ?? "";
}

test("a line has the method, the path, the status and the milliseconds", () => {
  expect(lineOf({ path: "/collections/people", status: 200, duration: 12 }))
    .toBe("GET    /api/v1/collections/people  200  12 ms");
  expect(lineOf({ method: "DELETE", path: "/collections/people/1", status: 204, duration: 1.4 }))
    .toBe("DELETE /api/v1/collections/people/1  204  1 ms");
});

test("a path outside the API is the path of the request", () => {
  expect(lineOf({ path: "/../../token", status: 404 })).toBe("GET    /token  404  0 ms");
});

test("a failure has its reason, and a request without a response its fault", () => {
  expect(lineOf({ status: 401, reason: "Send a token." }))
    .toBe("GET    /api/v1/status  401  0 ms  Send a token.");
  expect(lineOf({ status: 500 })).toBe("GET    /api/v1/status  500  0 ms");
  // The reason is the fault if nothing else is known.
  expect(lineOf({ fault: "drop", reason: "drop" }))
    .toBe("GET    /api/v1/status  no response  0 ms  fault: drop");
});

test("the color depends on the status", () => {
  const colors = [200, 302, 404, 503, undefined].map((status) =>
    /<(\w+)>/.exec(lineOf({ status }, marked))?.[1]
  );
  expect(colors).toEqual(["green", "cyan", "yellow", "red", "red"]);
});

test("a request can neither add a line nor change the terminal", () => {
  const reason = "one\r\n\u001b[31mtwo\u009b2J";
  expect(lineOf({ path: "/a\nb\u001b[2J", status: 400, reason }))
    .toBe("GET    /api/v1/a b [2J  400  0 ms  one [31mtwo 2J");
});

test("of the control API and the page, only failures are printed", async () => {
  const mock = createMockServer({ control: true });
  const lines: string[] = [];
  const log = createRequestLog((line) => lines.push(line), plain);
  for (const path of ["/__mock/tenants", "/", "/openapi.json", "/__mock/none", "/api/v1/status"]) {
    const request = new Request(`http://localhost${path}`);
    const response = await mock.fetch(request);
    await log.control(request, response, 3);
    // The log leaves the body to the caller.
    expect(await response.text()).not.toBe("");
  }
  expect(lines).toEqual([
    'GET    /__mock/none  404  3 ms  The control API has no operation GET "/__mock/none". See ' +
    "/openapi.json.",
  ]);
});

import { expect, test } from "bun:test";
import { Hono } from "hono";
import { requireValidUrl } from "../../../../mock-server/middleware/valid-url.ts";

test("a request with an invalid URL is 400, and the error names the URL and the Host header", async () => {
  const app = new Hono();
  app.use(requireValidUrl);
  app.get("/status", (c) => c.text("reached"));
  // Such a request cannot be made here, but some servers pass one on.
  const request = new Request("http://localhost/status");
  expect(await (await app.fetch(request)).text()).toBe("reached");
  Object.defineProperty(request, "url", { value: "http://a b/status" });
  const response = await app.fetch(request);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    error: 'The URL of the request is invalid: "http://a b/status". Check its Host header.',
  });
});

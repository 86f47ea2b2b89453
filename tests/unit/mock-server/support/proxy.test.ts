import { describe, expect, test } from "bun:test";
import { createMockControl, createMockServer } from "../../../../mock-server/mod.ts";
import { serve } from "../../../../mock-server/serve.ts";
import { proxyProblem } from "../../../../mock-server/support/proxy.ts";

const LOCAL = "http://127.0.0.1:8787";
const asked = (url: string, environment: Record<string, string>) =>
  proxyProblem(url, (name) => environment[name]);

describe("a proxy for requests to this machine", () => {
  test("is reported, with the variable and what to do", () => {
    const problem = asked(LOCAL, { HTTP_PROXY: "http://proxy:3128" });
    expect(problem).toContain("HTTP_PROXY is set");
    expect(problem).toContain("Add 127.0.0.1 to NO_PROXY");
    expect(problem).not.toContain("proxy:3128");
  });

  for (
    const [what, url, environment] of [
      ["no proxy is set", LOCAL, {}],
      ["the proxy is for https:", LOCAL, { HTTPS_PROXY: "http://p" }],
      ["NO_PROXY names the host", LOCAL, { HTTP_PROXY: "http://p", NO_PROXY: "a.b, 127.0.0.1" }],
      ["no_proxy names host and port", LOCAL, {
        http_proxy: "http://p",
        no_proxy: "127.0.0.1:8787",
      }],
      ["NO_PROXY names everything", LOCAL, { HTTP_PROXY: "http://p", NO_PROXY: "*" }],
      ["NO_PROXY names a domain", "http://a.localhost", {
        HTTP_PROXY: "x",
        NO_PROXY: ".localhost",
      }],
      ["the host is not this machine", "http://mock:8787", { HTTP_PROXY: "http://p" }],
    ] as const
  ) {
    test(`is not reported if ${what}`, () => expect(asked(url, environment)).toBeUndefined());
  }
});

test("the control client sends nothing to a proxy", async () => {
  const mock = createMockServer({ control: true });
  const server = await serve(mock, { port: 0 });
  const before = process.env["HTTP_PROXY"];
  try {
    process.env["HTTP_PROXY"] = "http://127.0.0.1:9";
    const control = createMockControl(server.url);
    await expect(control.tenants()).rejects.toThrow("HTTP_PROXY is set");
  } finally {
    if (before === undefined) delete process.env["HTTP_PROXY"];
    else process.env["HTTP_PROXY"] = before;
    await server.close();
  }
});

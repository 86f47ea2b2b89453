import { describe, expect, test } from "bun:test";
import { checkBaseUrl, DEFAULT_BASE_URL, resolvePath } from "../../../src/base-url.ts";

const BASE = "https://app.kinabase.com/api/v1/";

describe("checkBaseUrl", () => {
  test("returns the URL with one trailing slash", () => {
    for (const given of ["", "/", "///"].map((end) => `https://a.b/api/v1${end}`)) {
      expect(checkBaseUrl(given, false)).toBe("https://a.b/api/v1/");
    }
    expect(checkBaseUrl(new URL(BASE), false)).toBe(BASE);
    expect(checkBaseUrl(DEFAULT_BASE_URL, false)).toBe(BASE);
  });

  test("keeps the port and a path prefix", () => {
    expect(checkBaseUrl("https://a.b:8443/kina/api/v1", false)).toBe(
      "https://a.b:8443/kina/api/v1/",
    );
  });

  test("accepts http: for loopback hosts in any notation", () => {
    const hosts = ["localhost", "LOCALHOST:1", "kina.localhost", "127.0.0.1", "127.1", "[::1]"];
    for (const host of hosts) {
      expect(checkBaseUrl(`http://${host}/api/v1`, false)).toStartWith("http:");
    }
  });

  test("refuses http: for hosts that only look like loopback", () => {
    const hosts = [
      "localhost.a.b",
      "notlocalhost",
      "127.0.0.1.a.b",
      "128.0.0.1",
      "[::2]",
      "0.0.0.0",
    ];
    for (const host of hosts) {
      expect(() => checkBaseUrl(`http://${host}/api/v1`, false)).toThrow(/https:.*allowInsecure/);
      expect(checkBaseUrl(`http://${host}/api/v1`, true)).toStartWith("http:");
    }
  });

  test("allowInsecure does not allow other schemes", () => {
    expect(() => checkBaseUrl("ftp://a.b/api/v1", true)).toThrow("expected https:, got ftp:");
  });

  for (
    const [what, given, expected] of [
      ["an invalid URL", "a.b/api/v1", "absolute URL"],
      ["a URL without /api/v1", "https://a.b", "ends with /api/v1"],
      ["another version", "https://a.b/api/v2", "ends with /api/v1"],
      ["a longer version", "https://a.b/api/v10", "ends with /api/v1"],
      ["a longer name", "https://a.b/myapi/v1", "ends with /api/v1"],
      ["something below it", "https://a.b/api/v1/token", "ends with /api/v1"],
      ["/api/v1 twice", "https://a.b/api/v1/api/v1/", "twice"],
      ["a query", "https://a.b/api/v1?key=x", "no query"],
      ["a fragment", "https://a.b/api/v1#x", "no fragment"],
      ["a user name", "https://me@a.b/api/v1", "no user name"],
    ] as const
  ) {
    test(`refuses ${what}, and says what it expected`, () => {
      expect(() => checkBaseUrl(given, false)).toThrow(TypeError);
      expect(() => checkBaseUrl(given, false)).toThrow(expected);
    });
  }

  test("does not show a password or a query", () => {
    expect(() => checkBaseUrl("htp//me:hidden@a.b/api/v1", false)).toThrow(/^(?!.*hidden)/);
    for (const given of ["https://me:hidden@a.b/api/v1", "https://a.b/api/v1?key=hidden"]) {
      expect(() => checkBaseUrl(given, false)).toThrow(
        /^(?!.*hidden).*got https:\/\/a\.b\/api\/v1$/,
      );
    }
  });
});

describe("resolvePath", () => {
  test("resolves below the base URL, with or without a leading slash", () => {
    expect(resolvePath(BASE, "status")).toBe(`${BASE}status`);
    expect(resolvePath(BASE, "/status")).toBe(`${BASE}status`);
    expect(resolvePath(BASE, "/")).toBe(BASE);
    expect(resolvePath(BASE, "?limit=5")).toBe(`${BASE}?limit=5`);
  });

  test("keeps names and queries as they were written", () => {
    const path = "collections/a%2Fb/c%3Fd/é..x/...?next=/../../up&at=a\\b&url=https://c.d";
    expect(resolvePath(BASE, path)).toBe(new URL(path, BASE).href);
    expect(resolvePath(BASE, path)).toStartWith(`${BASE}collections/a%2Fb/c%3Fd/`);
  });

  for (
    const [why, paths] of Object.entries({
      "it is empty": [""],
      "it is an absolute URL": ["https://a.b/", "HTTPS:a", "data:,x", "javascript:x"],
      "it points to another host": ["//a.b", "\\\\a.b", "/\\a.b", "\\/a.b"],
      "it contains a control character": ["a\tb", "a\nb", "/\t/a.b", "\u0000", ".\r./token"],
      "a # must be written as %23": ["a#b", "#"],
      "it contains a backslash, which URLs treat as a slash": ["..\\x", "a\\b", "\\token"],
      "it contains a . or .. segment": [
        ..."../token|a/../b|a/..|..|.|./a|%2e%2e/a|.%2E/a|%2e/a|a/%2e%2e|.. /a| ../a".split("|"),
        "../?a",
      ],
      "baseUrl already ends with /api/v1": [
        "/api/v1/status",
        "api/v1/status",
        "/api/v1",
        "api/v1?a=b",
      ],
      "it resolves to a URL outside baseUrl": [" //a.b", " https://a.b", " /status"],
    })
  ) {
    test(`refuses a path because ${why}`, () => {
      for (const path of paths) {
        expect(() => resolvePath(BASE, path)).toThrow(TypeError);
        expect(() => resolvePath(BASE, path)).toThrow(`${JSON.stringify(path)}: ${why}`);
      }
    });
  }
});

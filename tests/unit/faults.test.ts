import { describe, expect, test } from "bun:test";
import { createFaults } from "../../mock-server/world/faults.ts";
import type { Fault } from "../../mock-server/mod.ts";

const get = (path: string) => ({ method: "GET", path });
const post = (path: string) => ({ method: "POST", path });
const status = (code: number, over: Partial<Fault> = {}): Fault => ({
  kind: "status",
  status: code,
  ...over,
} as Fault);

describe("which requests are hit", () => {
  test("all, without a match", () => {
    const faults = createFaults();
    faults.add(status(503));
    expect(faults.take(post("/anything"))).toMatchObject({ status: 503 });
  });

  test("those of a method, in any case, and of a path", () => {
    const faults = createFaults();
    faults.add(status(503, { match: { method: "post", path: "/token" } }));
    expect(faults.take(get("/token"))).toBeUndefined();
    expect(faults.take(post("/status"))).toBeUndefined();
    expect(faults.take(post("/token"))).toMatchObject({ status: 503 });
  });

  test("a path is the whole path, and its characters mean themselves", () => {
    const faults = createFaults();
    faults.add(status(503, { match: { path: "/a.b+c" } }));
    for (const path of ["/a.b+c/d", "/x/a.b+c", "/aXb+c", "/a.bbc", "/A.b+c"]) {
      expect(faults.take(get(path))).toBeUndefined();
    }
    expect(faults.take(get("/a.b+c"))).toBeDefined();
  });

  test("a * stands for any text, slashes and nothing too", () => {
    for (
      const [path, hit, missed] of [
        ["/collections/*", ["/collections/a", "/collections/a/b", "/collections/"], [
          "/collections",
        ]],
        ["/collections/*/bulk", ["/collections/a/bulk", "/collections/a/b/bulk"], [
          "/collections/a",
        ]],
        ["*", ["/", "/token"], []],
        ["*/bulk", ["/a/bulk"], ["/a/bulk/b"]],
        ["/a*", ["/a", "/a\nb"], ["/b"]],
      ] as const
    ) {
      for (const [requests, expected] of [[hit, 1], [missed, 0]] as const) {
        for (const request of requests) {
          const faults = createFaults();
          faults.add(status(503, { match: { path } }));
          expect([path, request, faults.take(get(request)) ? 1 : 0]).toEqual([
            path,
            request,
            expected,
          ]);
        }
      }
    }
  });
});

describe("the queue", () => {
  test("faults are used up in the order they were added, each as often as it says", () => {
    const faults = createFaults();
    faults.add(status(500, { times: 2 }));
    faults.add(status(502));
    const taken = [1, 2, 3, 4].map(() => faults.take(get("/")));
    expect(taken.map((fault) => fault?.kind === "status" ? fault.status : undefined))
      .toEqual([500, 500, 502, undefined]);
  });

  test("a fault for other requests does not hold up those behind it", () => {
    const faults = createFaults();
    faults.add(status(500, { match: { path: "/token" } }));
    faults.add(status(502));
    expect(faults.take(get("/status"))).toMatchObject({ status: 502 });
    expect(faults.take(get("/status"))).toBeUndefined();
    expect(faults.take(get("/token"))).toMatchObject({ status: 500 });
  });

  test("list tells what is left of each, as copies", () => {
    const faults = createFaults();
    faults.add(status(500, { times: 3, body: { error: "as it is" } }));
    faults.take(get("/"));
    const [left] = faults.list();
    expect(left).toEqual({ kind: "status", status: 500, times: 2, body: { error: "as it is" } });
    if (left?.kind !== "status") throw new Error("expected the fault that was added");
    Object.assign(left, { status: 418, times: 99 });
    Object.assign(left.body ?? {}, { error: "changed" });
    expect(faults.list()[0]).toMatchObject({ status: 500, times: 2, body: { error: "as it is" } });
  });

  test("what was added is a copy", () => {
    const faults = createFaults();
    const mine = { kind: "status" as const, status: 500, body: { error: "before" } };
    faults.add(mine);
    mine.body.error = "after";
    mine.status = 200;
    expect(faults.take(get("/"))).toMatchObject({ status: 500, body: { error: "before" } });
  });

  test("clear takes all away", () => {
    const faults = createFaults();
    faults.add(status(500, { times: 5 }));
    faults.add({ kind: "stalledBody" });
    faults.clear();
    expect(faults.list()).toEqual([]);
    expect(faults.take(get("/"))).toBeUndefined();
  });
});

describe("what is refused", () => {
  for (
    const [what, fault, message] of [
      ["a kind there is none of", { kind: "explode" }, /^kind: expected "status", .*explode/],
      ["no kind", {}, /^kind: expected/],
      [
        "a status below 200",
        { kind: "status", status: 199 },
        "status: expected 200 to 599, got 199",
      ],
      [
        "a status above 599",
        { kind: "status", status: 600 },
        "status: expected 200 to 599, got 600",
      ],
      ["a broken status", { kind: "status", status: 200.5 }, "status: expected 200 to 599"],
      ["no status", { kind: "status" }, "status: expected 200 to 599, got undefined"],
      ["a status in words", { kind: "status", status: "503" }, "status: expected 200 to 599"],
      ["no times at all", { kind: "stalledBody", times: 0 }, "times: expected 1, 2, 3, …, got 0"],
      ["times without end", { kind: "stalledBody", times: Infinity }, "times: expected 1, 2, 3"],
      ["a cut before the beginning", { kind: "cutBody", after: -1 }, "after: expected a number"],
      [
        "a path without a slash",
        { kind: "stalledBody", match: { path: "token" } },
        /^match\.path: .*"token"$/,
      ],
    ] as const
  ) {
    test(what, () => {
      const faults = createFaults();
      // Wrong on purpose: the compiler would refuse most of them as well.
      const add = () => Reflect.apply(faults.add, faults, [fault]);
      expect(add).toThrow(TypeError);
      expect(add).toThrow(message);
      expect(faults.list()).toEqual([]);
    });
  }

  test("nothing that is right", () => {
    const faults = createFaults();
    for (const code of [200, 204, 599]) faults.add(status(code));
    faults.add({ kind: "cutBody", after: 0 });
    faults.add({ kind: "cutBody" });
    faults.add({ kind: "stalledBody", times: 7, match: { path: "*" } });
    expect(faults.list().length).toBe(6);
  });
});

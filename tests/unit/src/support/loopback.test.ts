import { expect, test } from "bun:test";
import { isLoopback } from "../../../../src/support/loopback.ts";

test("the hosts that always are the local machine", () => {
  for (
    const host of [
      "localhost",
      "a.localhost",
      "a.b.localhost",
      "[::1]",
      "::1",
      "127.0.0.1",
      "127.1.22.255",
    ]
  ) {
    expect([host, isLoopback(host)]).toEqual([host, true]);
  }
});

test("hosts that only look like them", () => {
  for (
    const host of [
      "",
      "mylocalhost",
      "localhost.example.com",
      "127.example.com",
      "127.0.0.1.example.com",
      "x127.0.0.1",
      "127.0.0",
      "127.0.0.1.1",
      "127.0.0.1111",
      "128.0.0.1",
      "::11",
    ]
  ) {
    expect([host, isLoopback(host)]).toEqual([host, false]);
  }
});

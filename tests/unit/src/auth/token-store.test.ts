import { expect, test } from "bun:test";
import { memoryTokenStore, type StoredToken } from "../../../../mod.ts";

const tokenOf = (name: string): StoredToken => ({ token: name, expiresAt: 1 });

test("the memory store keeps the tokens of the last 1,000 apps", () => {
  const store = memoryTokenStore();
  for (let i = 1; i <= 1_000; i++) store.set(`app ${i}`, tokenOf(`token ${i}`));
  expect(store.get("app 1")).toEqual(tokenOf("token 1"));
  store.set("app 1", tokenOf("newer"));
  store.set("app 1001", tokenOf("token 1001"));
  expect(store.get("app 2")).toBeUndefined();
  expect(store.get("app 3")).toEqual(tokenOf("token 3"));
  expect(store.get("app 1")).toEqual(tokenOf("newer"));
});

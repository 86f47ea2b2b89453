import { expect, test } from "bun:test";
import { createBehaviors } from "../../../../../mock-server/world/behaviors/behaviors.ts";
import { createEarlierTokens } from "../../../../../mock-server/world/tokens/earlier-tokens.ts";

const claims = (appid: string, jti: string) => ({
  appid,
  jti,
  tntid: "",
  exp: 1,
  iss: "",
  aud: "",
});

test("an earlier token of an app is ended only if the tenant ends it", () => {
  const behaviors = createBehaviors();
  const { issued, newest, isEnded } = createEarlierTokens(behaviors);
  issued("A", "1");
  issued("b", "2");
  issued("a", "3");
  expect([newest("A"), newest("B"), newest("c")]).toEqual(["3", "2", undefined]);
  const ended = () =>
    [claims("a", "1"), claims("B", "2"), claims("A", "3"), claims("c", "4")].map(isEnded);
  expect(ended()).toEqual([false, false, false, false]);
  behaviors.set({ "token.earlier": "ended" });
  expect(ended()).toEqual([true, false, false, true]);
});

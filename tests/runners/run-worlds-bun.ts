import { expect, test } from "bun:test";
import { mixedWorlds } from "../proof/worlds/all-worlds.ts";
import { findingText, runWorld } from "../proof/worlds/run-world.ts";

mixedWorlds().forEach((world, i) => {
  test(`runtime: the client's cases and the assumed facts in mixed world ${i + 1}`, async () => {
    const { cases, findings } = await runWorld(world);
    expect(cases).toBeGreaterThan(100);
    if (findings.length > 0) throw new Error(findings.map(findingText).join("\n"));
  }, 60_000);
});

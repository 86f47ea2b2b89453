// The manifests of the examples: how they get the package, and what runs without an account.
import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { demoCredentials } from "../../mock-server/mod.ts";
import { packageJson } from "../../scripts/lib/project.ts";

const root = path.resolve(import.meta.dir, "../../examples");
const examples = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** The newest compatibility date that the newest wrangler for Node 20 accepts. */
const NEWEST_DATE = "2026-05-03";

const manifestSchema = z.looseObject({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
});
const lockSchema = z.looseObject({ packages: z.record(z.string(), z.looseObject({})) });

const textOf = (...parts: string[]) => readFileSync(path.join(root, ...parts), "utf8");
const lockOf = (example: string) =>
  lockSchema.parse(JSON.parse(textOf(example, "package-lock.json"))).packages;

/** The port of `npm run mock`; `undefined` if the example has no such script. */
function mockPortOf(example: string): string | undefined {
  const { scripts } = manifestSchema.parse(JSON.parse(textOf(example, "package.json")));
  if (scripts["mock"] === undefined) return undefined;
  const [, port] = /^kinabase mock --demo --port (\d+)$/.exec(scripts["mock"]) ?? [];
  if (port === undefined) throw new Error(`${example}: npm run mock names no port`);
  return port;
}

/** The configurations of wrangler. */
const configsOf = (example: string): string[] =>
  readdirSync(path.join(root, example), { recursive: true, encoding: "utf8" })
    .filter((file) => /^(?!.*node_modules).*wrangler[^/\\]*\.jsonc$/.test(file))
    .map((file) => textOf(example, file));

describe("the examples", () => {
  test.each(examples)("%s gets the package from the tarball that npm pack writes", (example) => {
    const { name, version } = packageJson();
    const tarball = `file:../../${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    const { dependencies } = manifestSchema.parse(JSON.parse(textOf(example, "package.json")));
    expect(dependencies[name]).toBe(tarball);
    const locked = lockOf(example)[`node_modules/${name}`];
    expect(locked).toMatchObject({ version, resolved: tarball });
    // The tarball changes with each build, so npm must not compare it: npm run examples:lock.
    expect(locked).not.toHaveProperty("integrity");
    expect(locked?.["dependencies"] ?? {}).toEqual(packageJson().dependencies);
  });

  test.each(examples)("%s names the commands of its manifest in its README", (example) => {
    const { scripts } = manifestSchema.parse(JSON.parse(textOf(example, "package.json")));
    const readme = textOf(example, "README.md");
    const command = scripts["demo"] === undefined ? "npm test" : "npm run demo";
    expect(readme).toContain(command);
    const port = mockPortOf(example);
    const files = [".env.example", ".dev.vars.example"]
      .filter((file) => existsSync(path.join(root, example, file)));
    expect(files).toHaveLength(port === undefined ? 0 : 1);
    for (const file of files) {
      const { appId, appSecret } = demoCredentials();
      expect(textOf(example, file).split("\n").slice(1)).toEqual([
        `KINABASE_APP_ID=${appId}`,
        `KINABASE_APP_SECRET=${appSecret}`,
        `KINABASE_BASE_URL=http://127.0.0.1:${port}/api/v1/`,
        "",
      ]);
    }
  });

  // All mocks accept the credentials of the demo, so an example could write to the mock of another program.
  test("each uses ports of its own, also for wrangler, and not the default ones", () => {
    const perExample = examples.map((example) => {
      const ofWrangler = configsOf(example).flatMap((config) =>
        /"port": (\d+)/.exec(config)?.slice(1) ?? []
      );
      return [...new Set([mockPortOf(example) ?? [], ofWrangler].flat())];
    });
    const ports = perExample.flat();
    expect(ports.length).toBeGreaterThan(examples.length);
    expect(ports).toEqual([...new Set(ports)]);
    expect(ports.filter((port) => !/^18\d{3}$/.test(port))).toEqual([]);
    for (const [index, example] of examples.entries()) {
      const named = [...textOf(example, "README.md").matchAll(/localhost:(18\d+)/g)];
      const wrong = named.filter(([, port = ""]) => !perExample[index]?.includes(port));
      expect([example, wrong]).toEqual([example, []]);
    }
  });

  test("Workers have compatibility dates that wrangler on Node 20 accepts", () => {
    const configs = examples.flatMap(configsOf);
    expect(configs.length).toBeGreaterThan(4);
    for (const config of configs) {
      const [, date = "none"] = /"compatibility_date": "([\d-]+)"/.exec(config) ?? [];
      expect(date <= NEWEST_DATE).toBe(true);
    }
  });

  test("Workers have the same packages for wrangler, so that the workers kit installs them once", () => {
    const first = lockOf("worker-mock");
    for (const example of ["worker-sync", "sqlite-sync"]) {
      const { "": _, ...packages } = first;
      expect(lockOf(example)).toMatchObject(packages);
    }
  });
});

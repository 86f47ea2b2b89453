import { describe, expect, test } from "bun:test";
import { build } from "esbuild";
import { createClient } from "../../../../mod.ts";
import { createMockServer } from "../../../../mock-server/mod.ts";
import { kinabaseHandlers } from "../../../../mock-server/msw.ts";
import { OPTIONAL_PEERS, optionalPeer } from "../../../../mock-server/msw/optional-peer.ts";
import deno from "../../../../deno.json" with { type: "json" };
import npm from "../../../../package.json" with { type: "json" };

const root = new URL("../../../..", import.meta.url).pathname;

/** Returns the packages that an entry imports, directly or through other files of the project. */
async function packagesOf(source: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [source],
    bundle: true,
    packages: "external",
    format: "esm",
    target: "esnext",
    write: false,
    outdir: "unused",
    metafile: true,
    logLevel: "silent",
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  return [...new Set(imports.filter(({ external }) => external).map(({ path }) => path))];
}

describe("an entry", () => {
  for (const [name, source] of Object.entries(deno.exports)) {
    const isMsw = name === "./msw";
    test(`${name} ${isMsw ? "imports" : "does not import"} the optional packages`, async () => {
      const packages = await packagesOf(source);
      expect(packages.length).toBeGreaterThan(0);
      for (const peer of Object.keys(npm.peerDependencies)) {
        const found = packages.filter((path) => path === peer || path.startsWith(`${peer}/`));
        expect([name, found]).toEqual([name, isMsw ? [peer] : []]);
      }
    });
  }
});

describe("an optional package", () => {
  const notFound = (message: string) =>
    Promise.reject(Object.assign(new Error(message), { code: "ERR_MODULE_NOT_FOUND" }));
  const failure = (load: () => Promise<unknown>) =>
    optionalPeer("@mswjs/data", load).then(() => undefined, (error: unknown) => error);

  test("is returned if it is installed", async () => {
    expect(await optionalPeer("@mswjs/data", () => Promise.resolve(7))).toBe(7);
  });

  test("names the install command if it is missing, on every runtime", async () => {
    for (
      const message of [
        "Cannot find package '@mswjs/data' imported from /home/me/node_modules/@kinakit/kinabase/dist/msw.js",
        'Import "@mswjs/data" not a dependency and not in import map from "file:///home/me/msw.ts"',
        "Could not find a matching package for 'npm:@mswjs/data@^0.16.2' in the node_modules directory.",
      ]
    ) {
      const error = await failure(() => notFound(message));
      expect(error).toBeInstanceOf(Error);
      expect(String(error)).toContain("npm install --save-dev @mswjs/data@^0.16.2");
    }
    // Bun throws a plain object.
    const odd = {
      code: "ERR_MODULE_NOT_FOUND",
      message: "Cannot find package '@mswjs/data' from x",
    };
    const error = await failure(() => Promise.reject(odd));
    expect(String(error)).toContain("npm install --save-dev @mswjs/data@^0.16.2");
  });

  test("that fails to load for another reason throws that error", async () => {
    const inner = await failure(() =>
      notFound("Cannot find package 'graphql' imported from /msw/x.js")
    );
    expect(String(inner)).toContain("graphql");
    const broken = new SyntaxError("Unexpected end of input");
    expect(await failure(() => Promise.reject(broken))).toBe(broken);
    expect(await failure(() => Promise.reject("text"))).toBe("text");
  });

  test("has the version range of package.json", () => {
    expect(npm.peerDependencies).toMatchObject(OPTIONAL_PEERS);
  });
});

test("by default the handlers use the client's default base URL", async () => {
  const mock = createMockServer();
  const { appId, appSecret } = await mock.tenant.apps.create({ name: "Import", description: "…" });
  let called = "";
  const fetch = (input: string) => {
    called = input;
    return Promise.resolve(new Response(null, { status: 500 }));
  };
  const client = createClient({ appId, appSecret, fetch, retry: { limit: 0 } });
  await client.token().catch(() => {});
  const [handler] = kinabaseHandlers(mock);
  expect(await handler?.test({ request: new Request(called, { method: "POST" }) })).toBe(true);
});

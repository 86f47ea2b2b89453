import { afterAll, expect, test } from "bun:test";
import { build } from "esbuild";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient, KinabaseError } from "../../mod.ts";
import { createMockControl } from "../../mock-server/mod.ts";
import { type Child, startChild } from "./child.ts";

const root = path.resolve(import.meta.dir, "../..");
const key = crypto.randomUUID();
const folder = mkdtempSync(path.join(tmpdir(), "kinabase-mock-worker-"));
const storage = path.join(folder, "storage");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "mock", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-05-03",
      bindings = [
        (name = "CONTROL_KEY", text = "${key}"),
        (name = "MOCK", durableObjectNamespace = "DurableMock"),
      ],
      durableObjectNamespaces = [
        (className = "DurableMock", uniqueKey = "mock", enableSql = true),
      ],
      durableObjectStorage = (localDisk = "disk"),
    )),
    (name = "disk", disk = (path = "${storage}", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "mock")],
);
`;

test(
  "mock-worker > its tenants outlive the process, and the control API needs the key",
  async () => {
    mkdirSync(storage);
    await build({
      absWorkingDir: root,
      entryPoints: { worker: "examples/mock-worker/worker.ts" },
      outdir: folder,
      bundle: true,
      format: "esm",
      target: "es2022",
      platform: "neutral",
      mainFields: ["module", "main"],
      conditions: ["workerd", "worker", "browser"],
      external: ["cloudflare:*"],
      logLevel: "silent", // a failure throws an error with the messages
    });
    writeFileSync(path.join(folder, "config.capnp"), CONFIG);
    const name = `Kept ${crypto.randomUUID()}`;

    const tenantId = await withMock(async (url) => {
      expect((await fetch(new URL("/__mock/tenants", url))).status).toBe(401);
      const tenant = await createMockControl(url, { key }).createTenant({
        seed: { collections: [{ slug: "people", name: "People", fields: { name: "text" } }] },
      });
      const app = await tenant.apps.create({ name: "Preview", description: "Of a pull request" });
      const { appId, appSecret } = app;
      credentials = { appId, appSecret };
      const people = createClient({ appId, appSecret, baseUrl: `${url}/api/v1/` }).collection(
        "people",
      );
      await people.create({ data: { name } });
      while (!isStored(name)) await Bun.sleep(50);
      return tenant.id;
    });

    await withMock(async (url) => {
      const people = createClient({ ...credentials, baseUrl: `${url}/api/v1/` }).collection(
        "people",
      );
      expect((await people.page()).records.map(({ data }) => data["name"])).toEqual([name]);
      const tenant = createMockControl(url, { key }).tenantWithId(tenantId);
      expect((await tenant.apps.list()).map(({ appId }) => appId)).toEqual([credentials.appId]);
      await tenant.setApiEnabled(false);
      const error: unknown = await createClient({
        ...credentials,
        baseUrl: `${url}/api/v1/`,
        fetch: (input, init) => fetch(input, init),
      }).status().catch((error) => error);
      expect(error).toBeInstanceOf(KinabaseError);
    });
  },
  60_000,
);

let credentials = { appId: "", appSecret: "" };

/** Runs the Worker, and kills it like a power failure. */
async function withMock<T>(use: (url: string) => Promise<T>): Promise<T> {
  const workerd = String(createRequire(import.meta.url)("workerd").default);
  let child: Child | undefined;
  try {
    const command = [workerd, "serve", "--control-fd=1", "config.capnp"];
    child = startChild(command, { cwd: folder, limit: 50_000 });
    const [, port] = await child.prints(/"port":\s*(\d+)/);
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    child?.kill();
    await child?.ended;
  }
}

function isStored(text: string): boolean {
  return readdirSync(storage, { recursive: true, withFileTypes: true }).some((entry) =>
    entry.isFile() && readFileSync(path.join(entry.parentPath, entry.name)).includes(text)
  );
}

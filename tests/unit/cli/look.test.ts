import { expect, setDefaultTimeout, test } from "bun:test";
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "../../../scripts/lib/project.ts";
import { run } from "../../../scripts/lib/run.ts";
import { deno } from "../../../scripts/lib/tools.ts";
import { endOf, withCommands } from "./commands-world.ts";

// Each run starts a process, and the machine may be busy.
setDefaultTimeout(60_000);

test("token, status and collections print JSON", () =>
  withCommands(async ({ mock, app, baseUrl, start }) => {
    const run = (name: string) => endOf(start([name]));
    mock.tenant.collections.create({ slug: "people", name: "People" });
    const token = await run("token");
    const { appId, expiresAt, token: text } = JSON.parse(token.out);
    expect([token.code, token.err, appId]).toEqual([0, "", app.appId]);
    expect(Date.parse(expiresAt)).toBeGreaterThan(0);
    expect(text).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    const status = JSON.parse((await run("status")).out);
    expect(status).toMatchObject({ ok: true, baseUrl });
    const collections = JSON.parse((await run("collections")).out);
    expect(collections).toMatchObject([{ slug: "people" }]);
  }));

test("credentials come from .env or another file, and the environment overrides them", () =>
  withCommands(async ({ app, env, folder, runWith }) => {
    const file = Object.entries(env).map(([name, value]) => `${name}="${value}"\n`).join("");
    writeFileSync(path.join(folder, "other.env"), file);
    const statusWith = (own: Record<string, string>, ...args: string[]) =>
      runWith(own, "status", ...args);
    expect((await statusWith({}, "--env-file", "other.env")).code).toBe(0);
    writeFileSync(path.join(folder, ".env"), file.replace(app.appId, crypto.randomUUID()));
    const { KINABASE_APP_ID = "" } = env;
    expect((await statusWith({ KINABASE_APP_ID })).code).toBe(0);
    const refused = await statusWith({});
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("in the environment variables KINABASE_APP_ID and");
    const missing = await statusWith({}, "--env-file", "missing.env");
    expect([missing.code, missing.err]).toEqual([
      2,
      "kinabase status: --env-file missing.env: the file does not exist. " +
      "Fix the file or omit the flag.\n",
    ]);
    for (const { out, err } of [refused, missing]) expect(out + err).not.toContain(app.appSecret);
  }));

test("a folder .env is ignored, and a file of variables may start with a byte order mark", () =>
  withCommands(async ({ env, folder, runWith }) => {
    const file = Object.entries(env).map(([name, value]) => `${name}=${value}\r\n`).join("");
    writeFileSync(path.join(folder, "marked.env"), `\uFEFF${file}`);
    mkdirSync(path.join(folder, ".env"));
    expect((await runWith(env, "status")).code).toBe(0);
    const named = await runWith(env, "status", "--env-file", ".env");
    expect([named.code, named.err.includes("it is a folder, not a file")]).toEqual([2, true]);
    // Unlike Bun, Deno and Node take the mark for a part of the first name.
    const [command, ...first] = deno();
    const cli = [...first, "run", "--no-lock", "--no-remote", "-A", inRoot("cli/mod.ts")];
    const marked = await run(command, [...cli, "status", "--env-file", "marked.env"], {
      cwd: folder,
      env: { KINABASE_APP_ID: "", KINABASE_APP_SECRET: "" },
    });
    expect([marked.code, marked.output.includes('"ok": true')]).toEqual([0, true]);
  }));

const FULL = "/dev/full";

test.skipIf(!existsSync(FULL))(
  "a full disk is an error, also when the shell writes the file",
  () =>
    withCommands(async ({ mock, start }) => {
      mock.tenant.collections.create({ slug: "people", name: "People" }).records.add({ data: {} });
      for (const args of [["status"], ["export", "people"], ["contract", "--list"]]) {
        const disk = openSync(FULL, "w");
        const child = start(args, undefined, disk);
        const err = await new Response(child.stderr).text();
        expect([await child.exited, err]).toEqual([
          2,
          "kinabase: Standard output cannot be written: the disk is full.\n",
        ]);
        closeSync(disk);
      }
    }),
);

test("a missing credential, a wrong base URL and an unreachable service exit with 2 and say what to do", () =>
  withCommands(async ({ env, run, runWith }) => {
    const { KINABASE_APP_ID: _, ...partial } = env;
    const missing = await runWith(partial, "status");
    expect([missing.code, missing.out]).toEqual([2, ""]);
    expect(missing.err).toContain("KINABASE_APP_ID is missing in the environment");
    const wrong = await run("status", "--base-url", "http://127.0.0.1:1/api");
    expect([wrong.code, wrong.err.startsWith("kinabase status: --base-url")]).toEqual([2, true]);
    const insecure = await run("status", "--base-url", "http://example.com/api/v1");
    expect(insecure.err).toContain("--allow-insecure");
  }));

test("every command has help with examples and exit codes", () =>
  withCommands(async ({ run }) => {
    const commands = ["token", "status", "collections", "types", "pull", "export", "import"];
    for (const name of commands) {
      const { code, out } = await run(name, "--help");
      expect(code).toBe(0);
      expect(out).toContain(`Examples:\n  kinabase ${name}`);
      expect(out).toContain("Exit codes:\n  0 ");
      expect(out).toContain("KINABASE_BASE_URL");
    }
  }));

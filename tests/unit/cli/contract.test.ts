import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
// The command line against a mock on a port: most runs in this process, those that are stopped as processes.
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";
import { spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type CreatedApp, createManualClock, createMockServer } from "../../../mock-server/mod.ts";
import { type RunningServer, serve } from "../../../mock-server/serve.ts";
import { contract, deploymentTarget } from "../../contract/mod.ts";
import { type Ended, runInProcess } from "./in-process.ts";

const CLI = fileURLToPath(new URL("../../../cli/mod.ts", import.meta.url));

// Each run starts a process, and the machine may be busy.
setDefaultTimeout(60_000);

const kinabase = (args: readonly string[], env: Record<string, string> = {}) =>
  runInProcess(args, env).ended;

const credentials = ({ appId, appSecret }: CreatedApp) => ({
  KINABASE_APP_ID: appId,
  KINABASE_APP_SECRET: appSecret,
});

describe("a run against a deployment", () => {
  const mock = createMockServer({ clock: createManualClock({ running: true }) });
  const scratch = mock.tenant.collections.create({
    slug: "scratch",
    name: "Scratch",
    fields: { name: "text", note: "text", amount: "number" },
  });
  scratch.records.add({ data: { name: "Somebody else's" } });
  let server: RunningServer;
  let app: CreatedApp;
  let ended: Ended;

  beforeAll(async () => {
    server = await serve(mock, { port: 0 });
    app = await mock.tenant.apps.create({ name: "Contract", description: "On a port" });
    const target = ["--base-url", server.baseUrl, "--collection", "scratch"];
    ended = await kinabase(
      ["contract", ...target, "--requests-per-minute", "1000000"],
      credentials(app),
    );
  });
  afterAll(() => server.close());

  test("succeeds without errors", () => {
    expect(ended.err).toBe("");
    expect(ended.code).toBe(0);
    expect(ended.out).not.toContain("did not  [");
  });

  test("prints each case that passed, and the fidelity report", () => {
    expect(ended.out).toContain(
      "held     [S] token/issued: valid credentials return 200 and a JWT",
    );
    expect(ended.out).toMatch(/^Fidelity report$/m);
    expect(ended.out).toMatch(
      /^S {2}stated by the specification: [1-9]\d* held, 0 did not, \d+ not/m,
    );
    expect(ended.out).toMatch(/^Rules of the client: [1-9]\d* held, 0 did not/m);
    expect(ended.out).toMatch(/^\d+ more cases need what only a mock can do/m);
  });

  test("names every assumed fact about the wire, with its result or why it was skipped", () => {
    const { baseUrl } = server;
    const target = deploymentTarget({ baseUrl, credentials: app, collection: "scratch" });
    const assumed = contract(target)
      .filter(({ evidence, level }) => evidence === "A" && level === "wire");
    expect(assumed.length).toBeGreaterThan(20);
    const [, report = ""] = ended.out.split("Fidelity report");
    for (const { id, title, skip } of assumed) {
      const [subject = "", name = ""] = id.split("/");
      const line = report.split("\n").find((of) => of.startsWith(`  ${subject}: `)) ?? "";
      // What only a mock can show is counted, not listed.
      expect([title, line.slice(subject.length + 4).split(", ").includes(name)])
        .toEqual([title, skip === undefined]);
    }
  });

  test("deletes its own records, and keeps those of others", () => {
    expect(scratch.records.list().map(({ data }) => data)).toEqual([{ name: "Somebody else's" }]);
  });

  test("sends at most three wrong credentials to a deployment", () => {
    expect(mock.journal.count({ method: "POST", path: "/token" })).toBeGreaterThan(10);
    expect(mock.journal.count({ method: "POST", path: "/token", status: 401 })).toBeLessThan(4);
  });

  test("never prints the secret or a token", () => {
    const shown = ended.out + ended.err;
    expect(shown).not.toContain(app.appSecret);
    expect(shown).not.toContain(app.appSecret.slice(0, 20));
    expect(shown).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
  });

  test("without a collection, skips the record cases with a reason, and succeeds", async () => {
    const args = ["contract", "--base-url", server.baseUrl, "--requests-per-minute", "1000000"];
    const { code, out } = await kinabase(args, credentials(app));
    expect(code).toBe(0);
    expect(out).toContain(
      "no collection to work in was given: pass collection, on the command line --collection",
    );
  });

  test("fails and names the fact when a known fact does not hold", async () => {
    const broken = createMockServer();
    const on = await serve({
      async fetch(request) {
        const response = await broken.fetch(request);
        const isRefused = response.status === 401 && request.url.endsWith("/token");
        return isRefused ? new Response(response.body, { ...response, status: 403 }) : response;
      },
    }, { port: 0 });
    try {
      const other = await broken.tenant.apps.create({ name: "Contract", description: "On a port" });
      const args = ["contract", "--base-url", on.baseUrl, "--requests-per-minute", "1000000"];
      const { code, out } = await kinabase(args, credentials(other));
      expect(code).toBe(1);
      expect(out).toContain("did not  [S] token/wrong-secret: a wrong secret is 401");
      const [, contradicted = ""] = out.split("Known facts and client rules that did not hold:");
      expect(contradicted).toContain("a wrong secret is 401 (token/wrong-secret)");
      expect(contradicted).toContain("status: expected 401, got 403");
    } finally {
      await on.close();
    }
  });
});

describe("the flags of a run", () => {
  const mock = createMockServer({
    clock: createManualClock({ running: true }),
    behaviors: { "bulk.answer": "counts", "external.duplicate": "move" },
  });
  const scratch = mock.tenant.collections.create({
    slug: "scratch",
    name: "Scratch",
    fields: { name: "text", note: "text", amount: { type: "number", tracked: true } },
  });
  let server: RunningServer;
  let app: CreatedApp;
  let folder: string;
  beforeAll(async () => {
    server = await serve(mock, { port: 0 });
    app = await mock.tenant.apps.create({ name: "Contract", description: "On a port" });
    folder = mkdtempSync(path.join(tmpdir(), "kinabase-contract-"));
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  const run = (...args: string[]) =>
    kinabase(["contract", "--requests-per-minute", "1000000", ...args], {
      ...credentials(app),
      KINABASE_BASE_URL: server.baseUrl,
    });

  test("--only runs the cases whose ID contains a text; --json and --out give the results", async () => {
    const out = path.join(folder, "results.json");
    const ended = await run("--only", "status/", "--json", "--out", out);
    expect([ended.code, ended.err]).toEqual([0, ""]);
    const results = JSON.parse(ended.out);
    expect(results[0]).toEqual({
      id: "status/authenticated",
      title: "the status with a valid token is 200",
      evidence: "D",
      level: "wire",
      outcome: "passed",
    });
    expect(results.map(({ id }: { id: string }) => id.startsWith("status/"))).not.toContain(false);
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(results);
    expect((await run("--only", "nothing/")).err).toContain(
      "--only: no case has an ID that contains",
    );
  });

  test("a file that cannot be written is reported before the first case", async () => {
    const file = path.join(folder, "none", "results.json");
    for (const flag of ["--out", "--write-profile"]) {
      const { code, out, err } = await run("--only", "status/", flag, file);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toStartWith(
        `kinabase contract: ${flag} ${file}: the folder ${
          path.dirname(file)
        } does not exist. Create`,
      );
    }
  });

  test("--list prints the cases and sends no request", async () => {
    const before = mock.journal.count();
    const { code, out } = await run("--list", "--only", "limits/");
    expect(code).toBe(0);
    expect(out).toContain(
      "[D] limits/429: requests beyond the limit per minute are 429 (skipped: ",
    );
    expect(mock.journal.count()).toBe(before);
  });

  test("--write-profile writes what the deployment shows, and leaves no record", async () => {
    const file = path.join(folder, "profile.json");
    const ended = await run(
      "--only",
      "status/",
      "--collection",
      "scratch",
      "--write-profile",
      file,
    );
    expect([ended.code, ended.err]).toEqual([0, ""]);
    expect(ended.out).toContain("bulk.answer: counts");
    const text = readFileSync(file, "utf8");
    const { behaviors, target } = JSON.parse(text);
    expect(target).toBe(server.baseUrl);
    expect(behaviors["bulk.answer"]).toEqual({ option: "counts" });
    expect(behaviors["token.earlier"].notSeen).toContain("--probe token");
    expect(text).not.toContain(app.appSecret);
    expect(scratch.records.count()).toBe(0);
    // A mock takes it on.
    expect(createMockServer({ profile: JSON.parse(text) }).tenant.behaviors.get("bulk.answer"))
      .toBe("counts");
  });

  test("--write-profile and --profile expect what the deployment does, not what is assumed", async () => {
    const file = path.join(folder, "expected.json");
    const one = ["--only", "external/", "--collection", "scratch"];
    expect((await run(...one)).out).toContain("did not  [A] external/taken: ");
    const written = await run(...one, "--write-profile", file);
    const read = await run(...one, "--profile", file);
    for (const { code, out } of [written, read]) {
      expect(code).toBe(0);
      expect(out).toContain("(under external.duplicate=move: it is accepted, and the link moves)");
      expect(out).not.toMatch(/^(did not|unclear) /m);
    }
    const missing = await run(...one, "--profile", path.join(folder, "missing.json"));
    expect(missing.code).toBe(2);
    expect(missing.err).toMatch(/^kinabase contract: --profile .*missing\.json/);
  });

  test("without a profile, the client is not blamed for behavior that is only assumed", async () => {
    const { code, out } = await run(
      "--only",
      "external/client-duplicate",
      "--collection",
      "scratch",
    );
    expect(code).toBe(0);
    expect(out).toContain("unclear  [");
    expect(out).toMatch(/^Rules of the client: \d+ held, 0 did not, \d+ not checked, 1 unclear$/m);
    expect(out).toContain("external.duplicate=400");
    expect(out).toContain("kinabase contract --write-profile");
    expect(out).not.toContain("client rules that did not hold");
  });

  for (
    const [what, slug, words] of [
      ["does not exist", "nowhere", "The collection nowhere does not exist."],
      ["lacks the field name", "other", "A record with the fields name, note and amount cannot be"],
    ] as const
  ) {
    test(`a collection that ${what} is reported before the first case`, async () => {
      if (slug === "other") {
        mock.tenant.collections.create({ slug, name: "Other", fields: { title: "text" } });
      }
      const { code, out, err } = await run("--collection", slug);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(words);
    });
  }

  test("a deployment that fails during the run stops it, and no fact is said not to hold", async () => {
    let requests = 0;
    const broken = await serve({
      fetch: async (request) =>
        ++requests > 9 ? new Response("Busy", { status: 502 }) : await mock.fetch(request),
    }, { port: 0 });
    try {
      const { code, out, err } = await run("--base-url", broken.baseUrl, "--only", "token/");
      expect(code).toBe(2);
      expect(err).toContain(
        "kinabase contract: the run was stopped. The deployment does not respond",
      );
      expect(err).toContain("502");
      const [, report] = out.split("Fidelity report");
      expect(report).not.toContain("not hold:");
    } finally {
      await broken.close();
    }
  });

  test("a failed case shows the last request and response", async () => {
    const { out } = await run("--only", "bulk/create-answer", "--collection", "scratch");
    expect(out).toMatch(
      /the response has another form than expected at records: expected array, received undefined\n +The last request: POST collections\/scratch\/bulk → 200 \{"totalRecords":/,
    );
  });
});

describe("a run that is stopped", () => {
  const mock = createMockServer({ clock: createManualClock({ running: true }) });
  const { records } = mock.tenant.collections.create({
    slug: "scratch",
    name: "Scratch",
    fields: { name: "text", note: "text", amount: "number" },
  });
  /** The records that other tests left. */
  let before = records.list();
  beforeEach(() => void (before = records.list()));
  /** Called when a case adds a record. The response waits for it. */
  let onAdd = () => Promise.resolve();
  /** The first record of a run only tests the collection. */
  let isFirst = true;
  let server: RunningServer;
  let app: CreatedApp;
  beforeAll(async () => {
    app = await mock.tenant.apps.create({ name: "Contract", description: "On a port" });
    const fetch = async (request: Request) => {
      const response = await mock.fetch(request);
      if (request.method === "POST" && request.url.endsWith("/scratch")) {
        if (isFirst) isFirst = false;
        else await onAdd();
      }
      return response;
    };
    server = await serve({ fetch }, { port: 0 });
  });
  afterAll(() => server.close());

  /** Starts a run. `stopping` resolves when it says that it stops. */
  function start(perMinute = "1000000", ...more: readonly string[]) {
    isFirst = true;
    const target = ["--base-url", server.baseUrl, "--collection", "scratch"];
    const child = spawn(
      process.execPath,
      [CLI, "contract", ...target, "--requests-per-minute", perMinute, ...more],
      { env: { ...process.env, NO_COLOR: "1", ...credentials(app) } },
    );
    let [out, err] = ["", ""];
    child.stdout.on("data", (data) => out += data);
    const stopping = new Promise<void>((resolve) => {
      child.stderr.on("data", (data) => {
        err += data;
        if (err.includes("to stop at once")) resolve();
      });
    });
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (code) => resolve({ code: code ?? -1, out, err }));
    });
    return { child, stopping, ended };
  }

  for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) {
    test(`by ${signal}, deletes its records, reports, and exits with ${exitCode}`, async () => {
      const { child, stopping, ended } = start();
      onAdd = async () => {
        onAdd = () => Promise.resolve();
        child.kill(signal);
        await stopping;
      };
      const { code, out } = await ended;
      expect(code).toBe(exitCode);
      expect(records.list()).toEqual(before);
      expect(out).toMatch(new RegExp(`^Stopped by ${signal}\\. [1-9]\\d* cases ran\\.$`, "m"));
      const [cases = "", report = ""] = out.split("Fidelity report");
      expect(cases).toContain("held     [S] token/issued");
      expect(cases).not.toContain("records/");
      expect(report).toContain("the run was stopped");
      expect(report).not.toContain("that did not hold");
    });
  }

  test("before the profile is complete, keeps the file of an earlier run", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "kinabase-profile-"));
    const file = path.join(folder, "profile.json");
    writeFileSync(file, "{}");
    const { child, stopping, ended } = start("1000000", "--write-profile", file);
    onAdd = async () => {
      onAdd = () => Promise.resolve();
      child.kill("SIGINT");
      await stopping;
    };
    const { code, out, err } = await ended;
    expect([code, readFileSync(file, "utf8"), readdirSync(folder)])
      .toEqual([130, "{}", ["profile.json"]]);
    expect(err).toContain(`--write-profile: ${file} was not written.`);
    expect(out).toContain("Stopped by SIGINT. 0 cases ran.");
    expect(records.list()).toEqual(before);
    rmSync(folder, { recursive: true });
  });

  test("by a second signal, ends at once", async () => {
    const { child, stopping, ended } = start();
    onAdd = async () => {
      child.kill("SIGINT");
      await stopping;
      // A signal that comes right after the first one is the same request.
      await Bun.sleep(400);
      child.kill("SIGINT");
      await ended;
    };
    expect(await ended).toMatchObject({ code: 130 });
    onAdd = () => Promise.resolve();
  });

  test("because nobody reads its output, deletes its records, and prints no error", async () => {
    const { child, ended } = start("6000");
    onAdd = async () => void child.stdout.destroy();
    const { code, err } = await ended;
    onAdd = () => Promise.resolve();
    expect([code, err]).toEqual([141, ""]);
    expect(records.list()).toEqual(before);
    expect(mock.journal.count({ path: "/collections/scratch/bulk" })).toBe(0);
  });
});

describe("a run that cannot start", () => {
  const APP_ID = "3f8a1c52-6b1e-4f0f-9d55-0a7f5f1f2b11";
  const SECRET = `${"c2VjcmV0".repeat(10)}c2VjcA==`;
  const BASE_URL = "https://kinabase.invalid/api/v1/";
  const both = { KINABASE_APP_ID: APP_ID, KINABASE_APP_SECRET: SECRET };

  test("without credentials, says where to set them, and exits with 2", async () => {
    for (
      const [env, missing] of [
        [{}, "KINABASE_APP_ID and KINABASE_APP_SECRET are missing in the environment"],
        [{ KINABASE_APP_ID: APP_ID }, "KINABASE_APP_SECRET is missing in the environment"],
        [{ KINABASE_APP_SECRET: SECRET }, "KINABASE_APP_ID is missing in the environment"],
      ] as const
    ) {
      const { code, out, err } = await kinabase(["contract", "--base-url", BASE_URL], env);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(`kinabase contract: ${missing}`);
      expect(err).not.toContain(SECRET);
    }
  });

  test("with refused credentials, says so before it checks any fact", async () => {
    const mock = createMockServer();
    const server = await serve(mock, { port: 0 });
    try {
      const args = ["contract", "--base-url", server.baseUrl];
      const { code, out, err } = await kinabase(args, both);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("Invalid App ID or Secret.");
      expect(err).toContain("Settings, API");
      expect(err).not.toContain(SECRET);
      expect(mock.journal.count()).toBe(1);
    } finally {
      await server.close();
    }
  });

  test("because its token request hangs, can be stopped", async () => {
    let isAsked = false;
    const hanging = Bun.serve({
      port: 0,
      fetch() {
        isAsked = true;
        return new Promise(() => {});
      },
    });
    const args = ["contract", "--base-url", `http://127.0.0.1:${hanging.port}/api/v1/`];
    const run = runInProcess(args, both);
    while (!isAsked) await Bun.sleep(1);
    run.stop();
    const { code, out, err } = await run.ended;
    await hanging.stop(true);
    expect([code, out]).toEqual([130, ""]);
    expect(err).toStartWith("SIGINT: stops");
  });

  test("for a base URL without /api/v1, says so and exits with 2", async () => {
    const args = ["contract", "--base-url", "https://kinabase.invalid/"];
    const { code, out, err } = await kinabase(args, both);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("--base-url: expected a path that ends with /api/v1");
    expect(err).not.toContain(SECRET);
    expect(err).not.toContain("credentials");
  });

  test("for a base URL that is not a URL, says so and exits with 2", async () => {
    const { code, out, err } = await kinabase(["contract", "--base-url", "nonsense"], both);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toBe(
      "kinabase contract: --base-url: expected an absolute URL such as " +
        'https://app.kinabase.com/api/v1/, got "nonsense"\n',
    );
  });

  test("for a server without the API, or that cannot be reached, names the base URL", async () => {
    const other = await serve({ fetch: async () => new Response("no", { status: 404 }) }, {
      port: 0,
    });
    for (const words of ["there is no token endpoint at this URL", "No response to POST token"]) {
      const { code, out, err } = await kinabase(["contract", "--base-url", other.baseUrl], both);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(words);
      expect(err).toEndWith(`--base-url is ${other.baseUrl}.\n`);
      await other.close();
    }
  });

  test("for http: to a public host, says so unless it is allowed", async () => {
    const args = ["contract", "--base-url", "http://kinabase.invalid/api/v1"];
    const { code, err } = await kinabase(args, both);
    expect(code).toBe(2);
    expect(err).toContain("--base-url: expected https:");
    expect(err).toContain("use --allow-insecure");
  });

  const ofProgram = "kinabase --help";
  const ofCommand = "kinabase contract --help";
  for (
    const [what, args, help, words] of [
      ["no base URL", ["contract"], ofCommand, [
        "--base-url <url> is missing",
        "KINABASE_BASE_URL",
      ]],
      ["an unknown flag", ["contract", "--base-url", BASE_URL, "--colection", "x"], ofCommand, [
        "unknown option '--colection'",
        "Did you mean --collection?",
      ]],
      ["an unknown command", ["contrat"], ofProgram, [
        "unknown command 'contrat'",
        "Did you mean contract?",
      ]],
      [
        "a rate of 0",
        ["contract", "--base-url", BASE_URL, "--requests-per-minute", "0"],
        ofCommand,
        [
          "--requests-per-minute",
          "Expected an integer of at least 1.",
        ],
      ],
    ] as const
  ) {
    test(`for ${what}, says what to do, and does not succeed`, async () => {
      const { code, out, err } = await kinabase(args, both);
      expect([code, out]).toEqual([2, ""]);
      for (const word of [...words, `(see ${help})`]) expect(err).toContain(word);
    });
  }
});

test("--help lists the commands, the flags and the environment variables for credentials", async () => {
  const [all, one] = [await kinabase(["--help"]), await kinabase(["contract", "--help"])];
  expect([all.code, one.code]).toEqual([0, 0]);
  expect(all.out).toContain("contract");
  for (
    const word of [
      "--base-url",
      "--collection",
      "--requests-per-minute",
      "KINABASE_APP_SECRET",
      "Examples:",
      "Exit codes:",
    ]
  ) {
    expect(one.out).toContain(word);
  }
});

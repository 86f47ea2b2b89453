// Runs a bundle on workerd. The bundle allows no `node:` imports, so code that needs a Node module fails to bundle.
import { build } from "esbuild";
import { root } from "../project.ts";
import { type Case, count, crossCheck, inWords, withoutReasonInName } from "../result.ts";
import { run } from "../run.ts";
import { withTemporaryFolder } from "../temporary.ts";
import { workerd } from "../tools.ts";
import { type WorkerService, writeWorkerdConfig } from "../workerd-config.ts";
import type { Suite } from "./suite.ts";

// Compatibility dates from 2026-08-15 on add `process` and `Buffer`, which would hide a dependency on them.
const DATE = "2026-07-01";

// Before 2024-10-14 a promise could not wake a request other than the one that settled it.
const DATES = ["2024-09-02", DATE];

/** The services of each case of tests/workerd/cases.ts: a Worker, and the Kinabase that its `fetch` reaches. */
const PAIRS = {
  "leave": "module-client",
  "leave-at-once": "module-client",
  "leave-joined": "module-client",
  "abort": "module-client",
  "abort-joined": "module-client",
  "module": "module-client",
  "in-turn": "handler-client",
  "at-once": "handler-client",
  "slow": "handler-client",
  "shared-signal": "module-client",
};

/** What workerd prints when a promise or a stream of one request is used in another. */
export const FOREIGN: RegExp =
  /different request|request that has since ended|on behalf of a different/;

const SERVICES: readonly WorkerService[] = DATES.flatMap((date) => [
  { name: `mock-${date}`, module: "mock", date },
  { name: `delayed-mock-${date}`, module: "delayed-mock", date },
  ...Object.entries(PAIRS).flatMap(([kind, module]) => {
    const name = `${kind}-${date}`;
    const outbound = `${name}-kinabase`;
    return [{ name, module, date, outbound }, { name: outbound, module: "kinabase", date }];
  }),
  ...durableServices(date),
  ...kvServices(date),
]);

/** Two Workers, so two isolates, that keep their token in one KV namespace. */
function kvServices(date: string): WorkerService[] {
  const [outbound, kv] = [`kv-kinabase-${date}`, `kv-${date}`];
  return [
    ...["one", "other"].map((name) => ({
      name: `kv-${name}-${date}`,
      module: "kv-client",
      date,
      outbound,
      kv,
    })),
    { name: kv, module: "kv", date },
    { name: outbound, module: "kinabase", date },
  ];
}

/** Two Workers, so two isolates, and a third with the class of their Durable Objects and the secret. */
function durableServices(date: string): WorkerService[] {
  const outbound = `durable-kinabase-${date}`;
  const coordinator = `durable-coordinator-${date}`;
  const module = "durable-client";
  return [
    { name: `durable-one-${date}`, module, date, outbound, coordinator },
    { name: `durable-other-${date}`, module, date, outbound, coordinator },
    { name: coordinator, module: "durable-coordinator", date, outbound, hasCoordinator: true },
    { name: outbound, module: "kinabase", date },
  ];
}

/** The contract, and the cases for workerd only. */
export const runWorkerd: Suite = ({ echo }) =>
  withTemporaryFolder("workerd", async (folder) => {
    await build({
      absWorkingDir: root,
      entryPoints: [
        "tests/runners/run-workerd.ts",
        ...new Set(SERVICES.map(({ module }) => `tests/workerd/${module}.ts`)),
      ],
      entryNames: "[name]",
      outdir: folder,
      bundle: true,
      format: "esm",
      target: "es2022",
      platform: "neutral",
      // As Wrangler does.
      mainFields: ["browser", "module", "main"],
      conditions: ["workerd", "worker", "browser"],
      external: ["cloudflare:*"],
      logLevel: "silent", // a failure is thrown, with the messages in it
    });
    const main = { name: "main", module: "run-workerd", date: DATE };
    const config = writeWorkerdConfig(folder, main, SERVICES);
    const [command, ...args] = workerd();
    const ended = await run(command, [...args, "test", config], { cwd: folder, echo });
    const { cases, summary } = readLines(ended.output);
    const problems = crossCheck(cases, ended);
    problems.push(...foreignMessages(ended.output));
    if (summary !== inWords(count(cases))) {
      problems.push(
        `the last line says "${summary ?? "nothing"}", the lines say ${inWords(count(cases))}`,
      );
    }
    return { cases, problems, output: ended.output };
  });

/** The cases during which workerd says that a promise of one request was used in another. */
function foreignMessages(output: string): string[] {
  let messages = 0;
  return output.split(/\r?\n/).flatMap((line) => {
    if (FOREIGN.test(line)) messages += 1;
    const [, name] = /^(?:ok|not ok) - (.*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const found = messages;
    messages = 0;
    // A signal that requests share ends the calls of requests that are gone: that is what it is for.
    if (found === 0 || name.includes("signal made at module scope")) return [];
    return [`${found} messages about another request's promise during: ${name}`];
  });
}

const STATUS = { "ok": "passed", "not ok": "failed", "skip": "skipped" } as const;

const isStatus = (word: string): word is keyof typeof STATUS => Object.hasOwn(STATUS, word);

function readLines(output: string): { cases: Case[]; summary: string | undefined } {
  const cases: Case[] = [];
  let summary: string | undefined;
  for (const line of output.split(/\r?\n/)) {
    const [, word = "", name] = /^(ok|not ok|skip) - (.*)$/.exec(line) ?? [];
    const last = cases.at(-1);
    if (summary !== undefined) break; // from here on workerd speaks about the handler as a whole
    if (isStatus(word) && name) cases.push(withoutReasonInName({ name, status: STATUS[word] }));
    else if (line.startsWith("# ")) summary = line.slice(2);
    else if (line.startsWith("    ") && last?.status === "failed") {
      last.detail = `${last.detail ?? ""}${line.slice(4)}\n`;
    }
  }
  return { cases, summary };
}

import process from "node:process";
import { type Command, Option } from "commander";
import { behaviorTable, type Profile } from "../mock-server/mod.ts";
import { optionsFromEnv } from "../mod.ts";
import {
  AssumedBehavior,
  type CaseResult,
  contract,
  type ContractCase,
  contradictions,
  deploymentTarget,
  fidelity,
  type OptIn,
  preflight,
  probeBehaviors,
  runContract,
  type Target,
} from "../tests/contract/mod.ts";
import { proxyProblem } from "../mock-server/support/proxy.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { explain } from "./explain.ts";
import { fail, messageOf } from "./fail.ts";
import { positive } from "./numbers.ts";
import { print } from "./output.ts";
import { openOutputFile, type OutputFile } from "./output-file.ts";
import { readProfile } from "./profile-file.ts";
import { showProgress } from "./progress.ts";
import { endRun, watchRun } from "./run-signal.ts";

/** The flags of `kinabase contract`. */
interface ContractFlags {
  baseUrl: string;
  envFile?: string;
  collection?: string;
  requestsPerMinute: number;
  allowInsecure?: boolean;
  only?: string;
  list?: boolean;
  json?: boolean;
  out?: string;
  profile?: string;
  writeProfile?: string;
  probe?: OptIn[];
}

const PER_MINUTE = 60;

const EXAMPLES = `
Examples:
  export KINABASE_APP_ID=… KINABASE_APP_SECRET=…
  kinabase contract --base-url https://app.kinabase.com/api/v1/
  kinabase contract --base-url https://app.kinabase.com/api/v1/ --collection scratch
  kinabase contract --base-url http://127.0.0.1:8787/api/v1/ --requests-per-minute 6000
  kinabase contract --only bulk/ --json
  kinabase contract --collection scratch --write-profile kinabase.profile.json
  kinabase contract --collection scratch --profile kinabase.profile.json

Exit codes:
  0    all known facts held
  1    a known fact did not hold
  2    the run could not start, the deployment failed during the run, or a file could not be written
  129  stopped by SIGHUP; 130: by SIGINT (Ctrl-C); 143: by SIGTERM
  141  stopped because nobody reads the output

A run that is stopped deletes the records of the current case first.`;

/** Adds `kinabase contract`: runs the contract against a deployment and prints a fidelity report. */
export function addContractCommand(program: Command): void {
  const summary = "Run the contract against a deployment and report which assumptions hold.";
  program.command("contract")
    .summary(summary)
    .description(
      `${summary} Reads the ` +
        "credentials from KINABASE_APP_ID and KINABASE_APP_SECRET, set in the environment or in .env.",
    )
    .showHelpAfterError("(see kinabase contract --help)")
    .addHelpText("after", EXAMPLES)
    .option(
      "--base-url <url>",
      "base URL of the API, ending in /api/v1; default: KINABASE_BASE_URL",
    )
    .option("--env-file <file>", "file with these variables; default: .env, if it exists")
    .option("--collection <id or slug>", "scratch collection with the fields name, note and amount")
    .option(
      "--requests-per-minute <n>",
      "maximum number of requests a minute",
      positive,
      PER_MINUTE,
    )
    .option("--allow-insecure", "allow http: for hosts other than localhost")
    .option("--only <text>", "run only the cases whose ID contains the text")
    .option("--list", "print the cases and why some are skipped, and run nothing")
    .option("--json", "print the results as one line of JSON instead of the report")
    .option("--out <file>", "also write the results to a file, as JSON")
    .option("--profile <file>", "expect the behaviors of a profile, instead of what is assumed")
    .addOption(
      new Option(
        "--write-profile <file>",
        "first find out how the deployment behaves where that is not documented, write it to a file, and " +
          "expect it",
      ).conflicts("profile"),
    )
    .addOption(
      new Option(
        "--probe <effects...>",
        "also find out what uses up the rate limit (rate-limit) or ends tokens (token)",
      ).choices(["rate-limit", "token"]),
    )
    .action(runContractCommand);
}

async function runContractCommand(given: Partial<ContractFlags>): Promise<void> {
  let environment: Environment;
  try {
    environment = readEnvironment(given.envFile);
  } catch (error) {
    return fail(`kinabase contract: ${messageOf(error)}`);
  }
  const baseUrl = given.baseUrl ?? environment.KINABASE_BASE_URL;
  if (baseUrl === undefined) {
    return fail(
      "kinabase contract: --base-url <url> is missing. Give it, or set KINABASE_BASE_URL.\n" +
        "(see kinabase contract --help)",
    );
  }
  const flags: ContractFlags = { requestsPerMinute: PER_MINUTE, ...given, baseUrl };
  const run = watchRun((signal) =>
    console.error(
      `${signal}: stops after the records of the current case are deleted. ` +
        "Send it again to stop at once.",
    )
  );
  let target: Target;
  let cases: ContractCase[];
  try {
    const profile = flags.profile === undefined ? undefined : await readProfile(flags.profile);
    target = createTarget(flags, environment, run.signal);
    cases = casesOf(target, flags, profile);
    if (flags.list) printList(cases);
  } catch (error) {
    run.close();
    return fail(`kinabase contract: ${explain(error, baseUrl)}`);
  }
  if (flags.list) return await endRun(run);

  const { json, out, writeProfile, probe } = flags;
  let resultsFile: OutputFile | undefined;
  let profileFile: OutputFile | undefined;
  try {
    await expectReady(target, run.signal);
    // Before the run, because its results would be lost.
    if (out !== undefined) resultsFile = await openOutputFile("--out", out);
    if (writeProfile !== undefined) {
      profileFile = await openOutputFile("--write-profile", writeProfile);
    }
  } catch (error) {
    await resultsFile?.discard();
    if (run.stopped === undefined || error instanceof NotReady) {
      fail(`kinabase contract: ${explain(error, baseUrl)}`);
    }
    return await endRun(run);
  }
  if (writeProfile !== undefined) {
    const probing = showProgress(Object.keys(behaviorTable).length, "behaviors", process.stderr);
    try {
      const profile = await probeBehaviors(target, {
        probe,
        signal: run.signal,
        onFinding: probing.step,
      });
      probing.clear();
      if (run.stopped === undefined) {
        await profileFile?.write(`${JSON.stringify(profile, null, 2)}\n`);
        await profileFile?.complete();
        if (!json) print(profileText(profile, writeProfile));
        cases = casesOf(target, flags, profile);
      } else console.error(`--write-profile: ${writeProfile} was not written.`);
    } catch (error) {
      probing.clear();
      fail(`kinabase contract: --write-profile ${writeProfile}: ${messageOf(error)}`);
    } finally {
      await profileFile?.discard();
    }
  }
  const toRun = cases.filter(({ skip }) => skip === undefined).length;
  const running = showProgress(toRun, "cases", process.stderr);
  let problem: string | undefined;
  const results = await runContract(cases, (result) => {
    if (result.outcome === "skipped") return;
    running.clear();
    if (!json) printResult(result);
    running.step();
  }, { signal: run.signal, check: async () => problem = await preflight(target) });
  running.clear();
  const data = JSON.stringify(results.map(resultData));
  try {
    await resultsFile?.write(`${data}\n`);
    await resultsFile?.complete();
  } catch (error) {
    fail(`kinabase contract: ${messageOf(error)}`);
  } finally {
    await resultsFile?.discard();
  }
  const { stopped } = run;
  if (stopped !== undefined && !json) {
    const ran = results.filter(({ outcome }) => outcome !== "skipped").length;
    print(`\n${stopped.reason}. ${ran} cases ran.`);
  }
  print(json ? data : `\n${fidelity(results)}`);
  if (problem !== undefined) {
    fail(`kinabase contract: the run was stopped. ${problem}`);
  }
  if (contradictions(results).length > 0) process.exitCode ||= 1;
  await endRun(run);
}

function createTarget(
  flags: ContractFlags,
  environment: Environment,
  signal: AbortSignal,
): Target {
  const { baseUrl, collection, requestsPerMinute, allowInsecure } = flags;
  const { appId, appSecret } = optionsFromEnv(environment);
  const problem = URL.canParse(baseUrl) ? proxyProblem(baseUrl) : undefined;
  if (problem !== undefined) throw new Error(problem);
  return deploymentTarget({
    baseUrl,
    credentials: { appId, appSecret },
    collection,
    requestsPerMinute,
    allowInsecure,
    signal,
  });
}

function casesOf(
  target: Target,
  { only = "" }: ContractFlags,
  profile: object | undefined,
): ContractCase[] {
  const cases = contract(target, { profile }).filter(({ id }) => id.includes(only));
  if (cases.length === 0) throw new Error(`--only: no case has an ID that contains ${only}`);
  return cases;
}

/** Requests a token, and looks at the collection: without them no case can run. */
async function expectReady(target: Target, signal: AbortSignal): Promise<void> {
  // The token request of a target knows no signal, because the clean-up after a stop needs it too.
  await untilAborted(target.token?.(), signal);
  const problem = await preflight(target);
  if (problem !== undefined) throw new NotReady(problem);
  signal.throwIfAborted();
}

/** Waits for work, or until the signal aborts. */
async function untilAborted(
  work: Promise<unknown> | undefined,
  signal: AbortSignal,
): Promise<void> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  await Promise.race([work, aborted]);
}

/** No case can run, or a record of the check is left. */
class NotReady extends Error {
  override readonly name: string = "NotReady";
}

function printList(cases: readonly ContractCase[]): void {
  for (const { id, title, evidence, skip } of cases) {
    print(`[${evidence}] ${id}: ${title}${skip === undefined ? "" : ` (skipped: ${skip})`}`);
  }
}

function profileText({ behaviors }: Profile, file: string): string {
  const lines = Object.entries(behaviors).map(([id, finding]) => {
    if ("option" in finding) return `${id}: ${finding.option}`;
    return "other" in finding
      ? `${id}: other (${finding.other})`
      : `${id}: not seen (${finding.notSeen})`;
  });
  return `Behaviors, written to ${file}:\n  ${lines.join("\n  ")}\n`;
}

function resultData({ case: { id, title, evidence, level, skip }, outcome, error }: CaseResult) {
  const reason = outcome === "failed" ? messageOf(error) : skip;
  return { id, title, evidence, level, outcome, ...(reason === undefined ? {} : { reason }) };
}

const WORDS: Readonly<Record<CaseResult["outcome"], string>> = {
  passed: "held   ",
  failed: "did not",
  skipped: "skipped",
};

function printResult({ case: { id, title, evidence }, outcome, error }: CaseResult): void {
  const word = error instanceof AssumedBehavior ? "unclear" : WORDS[outcome];
  print(`${word}  [${evidence}] ${id}: ${title}`);
}

import { writeFileSync } from "node:fs";
import process from "node:process";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Profile } from "../mock-server/mod.ts";
import { AuthenticationError, KinabaseError } from "../mod.ts";
import {
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
import { fail, messageOf } from "./fail.ts";
import { withFlagNames } from "./flag-names.ts";
import { onEndOfNpm } from "./npm.ts";
import { outputClosed, print, written } from "./output.ts";
import { onStopSignal, STOP_SIGNALS } from "./stop-signal.ts";
import { environmentVariable } from "./system.ts";

/** The flags of `kinabase contract`. */
interface ContractFlags {
  baseUrl: string;
  collection?: string;
  requestsPerMinute: number;
  allowInsecure?: boolean;
  only?: string;
  list?: boolean;
  json?: boolean;
  out?: string;
  writeProfile?: string;
  probe?: OptIn[];
}

/** The exit code that shells use when nobody reads the output of a program. */
const BROKEN_PIPE = 141;

const PER_MINUTE = 60;

/** The flags and variables of the options that messages may name. */
const FLAG_NAMES = {
  "set allowInsecure: true": "use --allow-insecure",
  appId: "KINABASE_APP_ID",
  appSecret: "KINABASE_APP_SECRET",
  baseUrl: "--base-url",
  "Increase timeout, or find": "Find",
};

const EXAMPLES = `
Examples:
  export KINABASE_APP_ID=… KINABASE_APP_SECRET=…
  kinabase contract --base-url https://app.kinabase.com/api/v1/
  kinabase contract --base-url https://app.kinabase.com/api/v1/ --collection scratch
  kinabase contract --base-url http://127.0.0.1:8787/api/v1/ --requests-per-minute 6000
  kinabase contract --only bulk/ --json
  kinabase contract --collection scratch --write-profile kinabase.profile.json

Exit codes:
  0    all known facts held
  1    a known fact did not hold
  2    the run could not start
  129  stopped by SIGHUP; 130: by SIGINT (Ctrl-C); 143: by SIGTERM
  141  stopped because nobody reads the output

A run that is stopped deletes the records of the current case first.`;

/** Adds `kinabase contract`: runs the contract against a deployment and prints a fidelity report. */
export function addContractCommand(program: Command): void {
  program.command("contract")
    .description(
      "Run the contract against a deployment and report which assumptions hold. Reads the " +
        "credentials from KINABASE_APP_ID and KINABASE_APP_SECRET.",
    )
    .showHelpAfterError("(see kinabase contract --help)")
    .addHelpText("after", EXAMPLES)
    .option(
      "--base-url <url>",
      "base URL of the API, ending in /api/v1; default: KINABASE_BASE_URL",
    )
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
    .option(
      "--write-profile <file>",
      "first find out how the deployment behaves where that is not documented, and write it to a file",
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
  const baseUrl = given.baseUrl ?? environmentVariable("KINABASE_BASE_URL");
  if (baseUrl === undefined) {
    return fail(
      "kinabase contract: --base-url <url> is missing. Give it, or set KINABASE_BASE_URL.\n" +
        "(see kinabase contract --help)",
    );
  }
  const flags: ContractFlags = { requestsPerMinute: PER_MINUTE, ...given, baseUrl };
  const stop = new AbortController();
  let target: Target;
  let cases: ContractCase[];
  try {
    target = createTarget(flags, stop.signal);
    const { only = "" } = flags;
    cases = contract(target).filter(({ id }) => id.includes(only));
    if (cases.length === 0) throw new Error(`--only: no case has an ID that contains ${only}`);
    if (flags.list) return printList(cases);
  } catch (error) {
    return fail(`kinabase contract: ${withFlagNames(explain(error, flags), FLAG_NAMES)}`);
  }

  let stopped: { reason: string; exitCode: number } | undefined;
  const stopRun = (reason: string, exitCode: number) => {
    stopped ??= { reason, exitCode };
    stop.abort(new Error(reason));
  };
  const closed = outputClosed();
  const onClosed = () => stopRun("Nobody reads the output", BROKEN_PIPE);
  closed.addEventListener("abort", onClosed);
  if (closed.aborted) onClosed();
  const removeListeners = [
    () => closed.removeEventListener("abort", onClosed),
    onEndOfNpm(() => stopRun("npm has ended", STOP_SIGNALS.SIGTERM)),
    onStopSignal((signal) => {
      console.error(
        `${signal}: stops after the records of the current case are deleted. ` +
          "Send it again to stop at once.",
      );
      stopRun(`Stopped by ${signal}`, STOP_SIGNALS[signal]);
    }),
  ];

  try {
    await expectReady(target);
  } catch (error) {
    for (const remove of removeListeners) remove();
    if (stopped !== undefined) process.exit(stopped.exitCode);
    return fail(`kinabase contract: ${withFlagNames(explain(error, flags), FLAG_NAMES)}`);
  }
  const { json, out, writeProfile, probe } = flags;
  if (writeProfile !== undefined) {
    try {
      const profile = await probeBehaviors(target, { probe, signal: stop.signal });
      writeFileSync(writeProfile, `${JSON.stringify(profile, null, 2)}\n`);
      if (!json) print(profileText(profile, writeProfile));
    } catch (error) {
      fail(`kinabase contract: --write-profile ${writeProfile}: ${messageOf(error)}`);
    }
  }
  const results = await runContract(cases, json ? () => {} : printResult, { signal: stop.signal });
  const data = JSON.stringify(results.map(resultData));
  if (out !== undefined) writeFileSync(out, `${data}\n`);
  if (stopped !== undefined && !json) {
    const ran = results.filter(({ outcome }) => outcome !== "skipped").length;
    print(`\n${stopped.reason}. ${ran} cases ran.`);
  }
  print(json ? data : `\n${fidelity(results)}`);
  await written();
  for (const remove of removeListeners) remove();
  // The stopped case may have left timers.
  if (stopped !== undefined) process.exit(stopped.exitCode);
  if (contradictions(results).length > 0) process.exitCode ??= 1;
}

function createTarget(flags: ContractFlags, signal: AbortSignal): Target {
  const { baseUrl, collection, requestsPerMinute, allowInsecure } = flags;
  const { KINABASE_APP_ID: appId = "", KINABASE_APP_SECRET: appSecret = "" } = process.env;
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

/** Requests a token, and looks at the collection: without them no case can run. */
async function expectReady(target: Target): Promise<void> {
  await target.token?.();
  const problem = await preflight(target);
  if (problem !== undefined) throw new Error(problem);
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

const WHERE_CREDENTIALS_ARE =
  "Set the credentials in the environment variables KINABASE_APP_ID and KINABASE_APP_SECRET.";

/** Says why no case can run, and what to do. */
function explain(error: unknown, { baseUrl }: ContractFlags): string {
  const message = messageOf(error);
  if (/^app(?:Id|Secret)\b/.test(message)) return `${message}\n${WHERE_CREDENTIALS_ARE}`;
  if (!(error instanceof KinabaseError)) return message;
  const where = error instanceof AuthenticationError
    ? WHERE_CREDENTIALS_ARE
    : `baseUrl is ${baseUrl}.`;
  return [message, error.remedy, where].filter((line) => line !== undefined).join("\n");
}

const WORDS: Readonly<Record<CaseResult["outcome"], string>> = {
  passed: "held   ",
  failed: "did not",
  skipped: "skipped",
};

function printResult({ case: { id, title, evidence }, outcome }: CaseResult): void {
  if (outcome !== "skipped") print(`${WORDS[outcome]}  [${evidence}] ${id}: ${title}`);
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("Expected an integer of at least 1.");
}

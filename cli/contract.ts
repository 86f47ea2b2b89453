import process from "node:process";
import { type Command, InvalidArgumentError } from "commander";
import { AuthenticationError, KinabaseError } from "../mod.ts";
import {
  type CaseResult,
  contract,
  contradictions,
  deploymentTarget,
  fidelity,
  runContract,
  type Target,
} from "../tests/contract/mod.ts";
import { proxyProblem } from "../mock-server/support/proxy.ts";
import { fail, messageOf } from "./fail.ts";
import { withFlagNames } from "./flag-names.ts";
import { onEndOfNpm } from "./npm.ts";
import { outputClosed, print, written } from "./output.ts";
import { onStopSignal, STOP_SIGNALS } from "./stop-signal.ts";

/** The flags of `kinabase contract`. */
interface ContractFlags {
  baseUrl: string;
  collection?: string;
  requestsPerMinute: number;
  allowInsecure?: boolean;
}

/** The exit code that shells use when nobody reads the output of a program. */
const BROKEN_PIPE = 141;

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
    .requiredOption("--base-url <url>", "base URL of the API, ending in /api/v1")
    .option("--collection <id or slug>", "scratch collection with the fields name, note and amount")
    .option(
      "--requests-per-minute <n>",
      "maximum number of requests a minute",
      positive,
      60,
    )
    .option("--allow-insecure", "allow http: for hosts other than localhost")
    .action(runContractCommand);
}

async function runContractCommand(flags: ContractFlags): Promise<void> {
  const stop = new AbortController();
  let target: Target;
  try {
    target = await start(flags, stop.signal);
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

  const results = await runContract(contract(target), printResult, { signal: stop.signal });
  if (stopped !== undefined) {
    const ran = results.filter(({ outcome }) => outcome !== "skipped").length;
    print(`\n${stopped.reason}. ${ran} cases ran.`);
  }
  print(`\n${fidelity(results)}`);
  await written();
  for (const remove of removeListeners) remove();
  // The stopped case may have left timers.
  if (stopped !== undefined) process.exit(stopped.exitCode);
  process.exitCode = contradictions(results).length === 0 ? 0 : 1;
}

/** Creates the target and requests a token, because without one no case can run. */
async function start(flags: ContractFlags, signal: AbortSignal): Promise<Target> {
  const { baseUrl, collection, requestsPerMinute, allowInsecure } = flags;
  const { KINABASE_APP_ID: appId = "", KINABASE_APP_SECRET: appSecret = "" } = process.env;
  const problem = URL.canParse(baseUrl) ? proxyProblem(baseUrl) : undefined;
  if (problem !== undefined) throw new Error(problem);
  const target = deploymentTarget({
    baseUrl,
    credentials: { appId, appSecret },
    collection,
    requestsPerMinute,
    allowInsecure,
    signal,
  });
  await target.token?.();
  return target;
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

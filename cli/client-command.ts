import type { Command } from "commander";
import { type Client, createClient, optionsFromEnv } from "../mod.ts";
import { proxyProblem } from "../mock-server/support/proxy.ts";
import { readEnvironment } from "./environment.ts";
import { explain } from "./explain.ts";
import { fail, messageOf } from "./fail.ts";
import { positive } from "./numbers.ts";
import { endRun, watchRun } from "./run-signal.ts";
import type { StopSignal } from "./stop-signal.ts";

/** The flags of every command that uses a client. */
export interface ConnectionFlags {
  baseUrl?: string;
  envFile?: string;
  requestsPerMinute: number;
  allowInsecure?: boolean;
}

/** What such a command works with. */
export interface Connection {
  /** The client. */
  client: Client;
  /** Aborts when the command must stop. */
  signal: AbortSignal;
}

/** Some requests of each minute are left for other programs: Kinabase allows 100 (D). */
const PER_MINUTE = 90;

const DEFAULT_BASE_URL = "https://app.kinabase.com/api/v1/";

const EXIT_CODES = `
Exit codes:
  0    it succeeded
  2    wrong arguments or credentials, a request failed, or the output is full
  129  stopped by SIGHUP; 130: by SIGINT (Ctrl-C); 143: by SIGTERM
  141  stopped because nobody reads the output`;

/**
 * Adds a command that uses a client, with the flags of its connection.
 *
 * @param help The examples, and more exit codes if it has some.
 */
export function addClientCommand(
  program: Command,
  name: string,
  description: string,
  help: { examples: string; exitCodes?: string },
): Command {
  return program.command(name)
    .summary(description)
    .description(
      `${description} Reads KINABASE_APP_ID and KINABASE_APP_SECRET from the environment or from .env.`,
    )
    .showHelpAfterError(`(see kinabase ${name.split(" ")[0]} --help)`)
    .addHelpText("after", `\nExamples:\n${help.examples}\n${help.exitCodes ?? EXIT_CODES}`)
    .option(
      "--base-url <url>",
      `base URL of the API, ending in /api/v1; default: KINABASE_BASE_URL, or ${DEFAULT_BASE_URL}`,
    )
    .option("--env-file <file>", "file with these variables; default: .env, if it exists")
    .option(
      "--requests-per-minute <n>",
      "maximum number of requests a minute",
      positive,
      PER_MINUTE,
    )
    .option("--allow-insecure", "allow http: for hosts other than localhost");
}

/**
 * Runs a command that uses a client. Sets exit code 2 when it throws, or the one of the signal that stopped it.
 *
 * @param name The command's name, for errors.
 * @param work Does the work. It may set another exit code.
 * @param onSignal Called at the first signal that stops the command.
 */
export async function runWithClient(
  name: string,
  flags: ConnectionFlags,
  work: (connection: Connection) => Promise<void>,
  onSignal?: (signal: StopSignal) => void,
): Promise<void> {
  let client: Client;
  let baseUrl = flags.baseUrl;
  try {
    const environment = readEnvironment(flags.envFile);
    baseUrl ??= environment.KINABASE_BASE_URL ?? DEFAULT_BASE_URL;
    const problem = URL.canParse(baseUrl) ? proxyProblem(baseUrl) : undefined;
    if (problem !== undefined) throw new Error(problem);
    client = createClient({
      ...optionsFromEnv(environment),
      baseUrl,
      rateLimit: flags.requestsPerMinute,
      allowInsecure: flags.allowInsecure,
    });
  } catch (error) {
    return fail(
      `kinabase ${name}: ${baseUrl === undefined ? messageOf(error) : explain(error, baseUrl)}`,
    );
  }
  const run = watchRun(onSignal);
  try {
    await work({ client, signal: run.signal });
  } catch (error) {
    if (run.stopped === undefined) fail(`kinabase ${name}: ${explain(error, baseUrl)}`);
  }
  await endRun(run);
}

/**
 * The command line: `kinabase contract`.
 *
 * ```sh
 * npx @kinakit/kinabase contract --base-url https://app.kinabase.com/api/v1/ --collection scratch
 * deno run -A jsr:@kinakit/kinabase/cli contract --help
 * ```
 *
 * @module
 */
import process from "node:process";
import { Command, InvalidArgumentError } from "commander";
import { createClient } from "../mod.ts";
import {
  type CaseResult,
  contract,
  contradictions,
  deploymentTarget,
  fidelity,
  runContract,
} from "../tests/contract/mod.ts";

/** What `kinabase contract` is told. */
interface ContractFlags {
  baseUrl: string;
  collection?: string;
  perMinute: number;
  allowInsecure?: boolean;
}

/**
 * Runs the command line and ends with its exit code in `process.exitCode`.
 *
 * @param args The arguments, without the program's own name.
 */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command("kinabase")
    .description("An unofficial mock of Kinabase, and the contract of its API. Not Kinabase's own.")
    .showHelpAfterError("(kinabase --help says what it takes)");
  program.command("contract")
    .description(
      "Run the contract against a deployment, and say which assumed facts held. The credentials " +
        "come from KINABASE_APP_ID and KINABASE_APP_SECRET.",
    )
    .requiredOption("--base-url <url>", "where the API is, up to and including /api/v1")
    .option("--collection <id or slug>", "a scratch collection with the fields name, note, amount")
    .option("--per-minute <n>", "how many requests are sent in a minute at most", positive, 60)
    .option("--allow-insecure", "permit http: to a host that is not loopback")
    .action(runContractCommand);
  await program.parseAsync(args, { from: "user" });
}

async function runContractCommand(flags: ContractFlags): Promise<void> {
  const { baseUrl, collection, perMinute, allowInsecure } = flags;
  const { KINABASE_APP_ID: appId = "", KINABASE_APP_SECRET: appSecret = "" } = process.env;
  try {
    // Says in words what is wrong with any of them, before anything is sent.
    createClient({ appId, appSecret, baseUrl, allowInsecure });
  } catch (error) {
    console.error(`kinabase contract: ${error instanceof Error ? error.message : String(error)}`);
    console.error("The credentials come from KINABASE_APP_ID and KINABASE_APP_SECRET.");
    process.exitCode = 2;
    return;
  }
  const credentials = { appId, appSecret };
  const target = deploymentTarget({ baseUrl, credentials, collection, perMinute });
  const results = await runContract(contract(target), print);
  console.log(`\n${fidelity(results)}`);
  process.exitCode = contradictions(results).length === 0 ? 0 : 1;
}

const WORDS: Readonly<Record<CaseResult["outcome"], string>> = {
  passed: "held   ",
  failed: "did not",
  skipped: "skipped",
};

function print({ case: { id, title, evidence }, outcome }: CaseResult): void {
  if (outcome !== "skipped") console.log(`${WORDS[outcome]}  [${evidence}] ${id}: ${title}`);
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError(`Expected a whole number, 1 or more.`);
}

// `deno run jsr:@kinakit/kinabase/cli` runs this file itself; npm's bin is bin.ts.
if (import.meta.main) await main(process.argv.slice(2));

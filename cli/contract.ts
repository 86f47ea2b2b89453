import process from "node:process";
import { type Command, InvalidArgumentError } from "commander";
import { KinabaseError } from "../mod.ts";
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
import { fail } from "./fail.ts";

/** What `kinabase contract` is told. */
interface ContractFlags {
  baseUrl: string;
  collection?: string;
  requestsPerMinute: number;
  allowInsecure?: boolean;
}

/** Adds `kinabase contract`: the contract against a deployment, and a fidelity report. */
export function addContractCommand(program: Command): void {
  program.command("contract")
    .description(
      "Run the contract against a deployment, and say which assumed facts held. The credentials " +
        "come from KINABASE_APP_ID and KINABASE_APP_SECRET.",
    )
    .requiredOption("--base-url <url>", "where the API is, up to and including /api/v1")
    .option("--collection <id or slug>", "a scratch collection with the fields name, note, amount")
    .option(
      "--requests-per-minute <n>",
      "how many requests are sent in a minute at most",
      positive,
      60,
    )
    .option("--allow-insecure", "permit http: to a host that is not loopback")
    .action(runContractCommand);
}

async function runContractCommand(flags: ContractFlags): Promise<void> {
  const { baseUrl, collection, requestsPerMinute, allowInsecure } = flags;
  const { KINABASE_APP_ID: appId = "", KINABASE_APP_SECRET: appSecret = "" } = process.env;
  const credentials = { appId, appSecret };
  let target: Target;
  try {
    const problem = URL.canParse(baseUrl) ? proxyProblem(baseUrl) : undefined;
    if (problem !== undefined) throw new Error(problem);
    target = deploymentTarget({
      baseUrl,
      credentials,
      collection,
      requestsPerMinute,
      allowInsecure,
    });
    // Where no token can be had, no fact can be told from another.
    await target.token?.();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const remedy = error instanceof KinabaseError && error.remedy ? `${error.remedy}\n` : "";
    return fail(
      `kinabase contract: ${message}\n${remedy}` +
        "The credentials come from KINABASE_APP_ID and KINABASE_APP_SECRET.",
    );
  }
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
  throw new InvalidArgumentError("Expected a whole number, 1 or more.");
}

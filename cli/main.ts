import process from "node:process";
import { Command, CommanderError } from "commander";
import { addContractCommand } from "./contract.ts";
import { addMockCommand } from "./mock.ts";

/**
 * Runs the command line. It leaves its exit code in `process.exitCode`: 0 when all went well, 1 when
 * the contract was broken, 2 when it was called wrongly.
 *
 * @param args The arguments, without the program's own name.
 */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command("kinabase")
    .description("An unofficial mock of Kinabase, and the contract of its API. Not Kinabase's own.")
    .showHelpAfterError("(kinabase --help says what it takes)")
    // Before the commands are added, since they take it over.
    .exitOverride();
  addMockCommand(program);
  addContractCommand(program);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    // It has said what is wrong already.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

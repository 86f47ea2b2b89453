import process from "node:process";
import { Command, CommanderError } from "commander";
import { addContractCommand } from "./contract.ts";
import { addExportCommand } from "./export.ts";
import { addImportCommand } from "./import.ts";
import { addLookCommands } from "./look.ts";
import { addMockCommand } from "./mock.ts";
import { outputClosed } from "./output.ts";
import { addPullCommand } from "./pull.ts";
import { addTypesCommand } from "./types.ts";
import { VERSION } from "./version.ts";

/**
 * Runs the command line. Sets `process.exitCode`: 0 on success, 1 when a contract case failed, the tenant does not
 * fit a file of types, or rows were refused, are different or unknown, 2 when the arguments were invalid or a command failed, 3 when an
 * import stopped early. A command that is stopped by a signal ends the process, with the exit code that shells use
 * for the signal.
 *
 * @param args The arguments, without the program name.
 */
export async function main(args: readonly string[]): Promise<void> {
  outputClosed();
  const program = new Command("kinabase")
    .version(VERSION)
    .description(
      "Unofficial tools for Kinabase: types, exports and imports, a mock server, and a contract suite.",
    )
    .showHelpAfterError("(see kinabase --help)")
    // Before the commands are added, because they inherit this setting.
    .exitOverride();
  addMockCommand(program);
  addContractCommand(program);
  addLookCommands(program);
  addTypesCommand(program);
  addPullCommand(program);
  addExportCommand(program);
  addImportCommand(program);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    // Commander has already printed the error.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

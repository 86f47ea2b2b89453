import type { Command } from "commander";
import { KEY_VARIABLE } from "./control-key.ts";
import { fail, messageOf } from "./fail.ts";
import { addMockFlags, type MockFlags } from "./mock-flags.ts";
import { notify } from "./notify.ts";
import { onEndOfNpm } from "./npm.ts";
import { print } from "./output.ts";
import { type StartedMock, startMock } from "./start-mock.ts";
import { startupJson, startupText } from "./startup-text.ts";
import { onStopSignal } from "./stop-signal.ts";
import { environmentVariable } from "./system.ts";

const EXAMPLES = `
Examples:
  kinabase mock --demo
  kinabase mock --demo --write-env .env
  kinabase mock --port 0 --json
  kinabase mock --seed seed.json --requests-per-minute off
  kinabase mock --state state.json
  kinabase mock --behavior list.order=updated --behavior bulk.answer=empty
  kinabase mock --profile kinabase.profile.json
  kinabase mock --host 0.0.0.0 --control on --allow-host mock.internal

The mock writes the state file within a second after a change, and when it
ends. Only one mock at a time can use the file. If the file has data, the data
of --seed or --demo is loaded only when the tenant is reset.`;

/** Adds `kinabase mock`: a mock server on a port, with a running clock. */
export function addMockCommand(program: Command): void {
  const command = program.command("mock")
    .description("Run an unofficial mock of Kinabase on a port until Ctrl-C.")
    .showHelpAfterError("(see kinabase mock --help)")
    .addHelpText("after", EXAMPLES);
  addMockFlags(command).action(runMockCommand);
}

async function runMockCommand(given: MockFlags): Promise<void> {
  // Not with commander's env(), which needs a permission on Deno.
  const flags = { ...given, controlKey: given.controlKey ?? environmentVariable(KEY_VARIABLE) };
  let started: StartedMock;
  try {
    started = await startMock(
      flags,
      given.controlKey === undefined ? KEY_VARIABLE : "--control-key",
    );
  } catch (error) {
    return fail(`kinabase mock: ${messageOf(error)}`);
  }
  let end = () => {};
  const ended = new Promise<void>((resolve) => end = resolve);
  // Registered before anything is printed, because a program that reads it may stop the mock right away.
  const removeListeners = [
    onStopSignal(() => end()),
    onEndOfNpm(() => {
      notify("npm has ended, so the mock ends too");
      end();
    }),
  ];
  print(
    flags.json
      ? startupJson(started)
      : startupText(started, { envFile: started.envFile, quiet: flags.quiet }),
  );
  await ended;
  try {
    await started.end();
  } catch (error) {
    fail(`kinabase mock: ${messageOf(error)}`);
  } finally {
    for (const remove of removeListeners) remove();
  }
}

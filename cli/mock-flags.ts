import { type Command, InvalidArgumentError, Option } from "commander";
import { names } from "./names.ts";

/** The flags of `kinabase mock`. */
export interface MockFlags {
  port: number;
  host: string;
  seed?: string;
  demo?: boolean;
  state?: string;
  requestsPerMinute: number | "off";
  control?: "on" | "off";
  allowHost?: string[];
  controlKey?: string | undefined;
  cors?: true | string[];
  behavior?: Record<string, string>;
  profile?: string;
  writeEnv?: string;
  envFile?: string;
  quiet?: boolean;
  json?: boolean;
}

/** The flags of the options that messages may name. */
export const FLAG_NAMES: Readonly<Record<string, string>> = {
  "behaviors.": "--behavior ",
  "control.allowedHosts": "--allow-host",
  "cors.origins": "--cors",
  "hostname: expected": "--host: expected",
  "or 0 for any free port": "or --port 0 for any free port",
};

const DOCUMENTED_RATE_LIMIT = 100;

/** Adds the flags to the command. */
export function addMockFlags(command: Command): Command {
  return command
    .option("--port <n>", "port to listen on; 0 selects a free port", port, 8787)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--seed <file>", "JSON file with the initial apps, collections and records")
    .addOption(
      new Option(
        "--demo",
        "start with sample data: 3 collections of 50 records, and an app with fixed credentials",
      ).conflicts("seed"),
    )
    .option(
      "--state <file>",
      "file that keeps the data between runs, and the secrets of the mock's own apps",
    )
    .option(
      "--requests-per-minute <n|off>",
      "rate limit: more requests a minute get 429",
      requestsPerMinute,
      DOCUMENTED_RATE_LIMIT,
    )
    .addOption(
      new Option(
        "--control <on|off>",
        "control API and inspector page; on by default if only this machine can reach the server, or " +
          "with a control key",
      ).choices(["on", "off"]),
    )
    .option(
      "--allow-host <name...>",
      "host names, besides localhost, that the control API and the page accept",
      names,
    )
    .addOption(
      new Option(
        "--control-key <key>",
        "key of the control API and the page; made and printed if other machines can reach the mock",
      ),
    )
    .option(
      "--cors [origin...]",
      "let browser pages call the API: pages of these origins, or all pages",
      names,
    )
    .option(
      "--behavior <id=option>",
      "how the mock behaves where Kinabase's behavior is not known; repeatable",
      addBehavior,
    )
    .option(
      "--profile <file>",
      "behave like a deployment, as kinabase contract --write-profile saw it",
    )
    .option(
      "--write-env <file>",
      "write the App ID, secret and base URL to a file that can be used as .env or .dev.vars",
    )
    // Node reads this flag itself, also after the program's name, and stops if the file does not exist.
    .addOption(new Option("--env-file <file>").hideHelp().conflicts("writeEnv"))
    .option("--quiet", "print no requests, and less at startup")
    .option("--json", "print the startup information as one line of JSON");
}

function addBehavior(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [, id, option] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (id === undefined || option === undefined) {
    throw new InvalidArgumentError(
      "Expected a behavior and its option, such as list.order=updated.",
    );
  }
  return { ...before, [id]: option };
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError("Expected an integer from 0 to 65535.");
}

function requestsPerMinute(text: string): number | "off" {
  if (text === "off") return text;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Expected an integer of at least 1, or "off".');
}

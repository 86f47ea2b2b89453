import process from "node:process";
import { main } from "../../../cli/main.ts";

/** The result of a run of the command line. */
export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** A run of the command line in this process. */
export interface InProcessRun {
  /** What it has printed so far. */
  readonly out: string;
  /** What it has printed on standard error so far. */
  readonly err: string;
  /** Asks it to end, as Ctrl-C does. */
  stop(): void;
  /** Settles when it has ended. */
  readonly ended: Promise<Ended>;
}

/** Ends a run, as `process.exit` ends a process. */
class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/**
 * Runs `kinabase` in this process, which takes a small part of the time that a new process needs. What it prints is
 * not shown. The environment has only those variables of Kinabase that are given. A run that starts during another
 * one must end before it.
 */
export function runInProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  folder: string = process.cwd(),
): InProcessRun {
  let [out, err] = ["", ""];
  const { stdout, stderr } = process;
  const before = {
    out: stdout.write,
    err: stderr.write,
    log: console.error,
    exit: process.exit,
    isTerminal: stderr.isTTY,
    code: process.exitCode,
    folder: process.cwd(),
    env: { ...process.env },
    listeners: new Set(process.listeners("SIGINT")),
  };
  const capture = (add: (text: string) => void): typeof stdout.write => (chunk, ...more) => {
    add(typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk));
    for (const done of more) if (typeof done === "function") done(null);
    return true;
  };
  stdout.write = capture((text) => out += text);
  stderr.write = capture((text) => err += text);
  stderr.isTTY = false;
  console.error = (...texts) => err += `${texts.join(" ")}\n`;
  process.exit = (code) => {
    throw new Exit(Number(code ?? 0));
  };
  process.exitCode = 0;
  for (const name of Object.keys(process.env)) {
    if (name.startsWith("KINABASE_")) delete process.env[name];
  }
  Object.assign(process.env, { NO_COLOR: "1", ...env });
  process.chdir(folder);

  async function run(): Promise<Ended> {
    let code = 0;
    try {
      await main(args);
      code = Number(process.exitCode ?? 0);
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
      code = error.code;
    } finally {
      stdout.write = before.out;
      stderr.write = before.err;
      stderr.isTTY = before.isTerminal;
      console.error = before.log;
      process.exit = before.exit;
      process.exitCode = before.code ?? 0;
      for (const name of Object.keys(process.env)) {
        if (!(name in before.env)) delete process.env[name];
      }
      Object.assign(process.env, before.env);
      process.chdir(before.folder);
    }
    return { code, out, err };
  }

  return {
    ended: run(),
    get out() {
      return out;
    },
    get err() {
      return err;
    },
    stop() {
      // Only this run: the helper that starts processes in tests listens too.
      for (const listener of process.listeners("SIGINT")) {
        if (!before.listeners.has(listener)) listener("SIGINT");
      }
    },
  };
}

// Child processes of the tests: nothing that is started here outlives its test.

/** A process that has ended. */
export interface Ended {
  /** The exit code; that of a signal is above 128. */
  code: number;
  /** What it printed, standard output first. */
  output: string;
}

/** A process under way. */
export interface Child {
  /** Resolves when it has ended. */
  ended: Promise<Ended>;
  /** The first line it printed. */
  firstLine: Promise<string>;
  /** Ends it as a power cut would, or by another signal. */
  kill(signal?: "SIGTERM"): void;
}

/** How a process is started. */
export interface ChildOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
  /** What it reads from its standard input. Default: nothing. */
  input?: string;
}

const LONGEST_MS = 25_000;

/** Starts a process. One that takes too long is killed. */
export function startChild(command: string[], options: ChildOptions = {}): Child {
  const child = Bun.spawn(command, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    stdin: new TextEncoder().encode(options.input ?? ""),
    stdout: "pipe",
    stderr: "pipe",
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), LONGEST_MS);
  const first = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array>, onText: (text: string) => void) => {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      onText(text);
    }
    return text;
  };
  const streams = [
    read(child.stdout, (text) => text.includes("\n") && first.resolve(text.split("\n")[0] ?? "")),
    read(child.stderr, () => {}),
  ];
  return {
    firstLine: first.promise,
    ended: Promise.all([child.exited, ...streams]).then(([code, out, err]) => {
      clearTimeout(timer);
      first.resolve("");
      return { code, output: `${out}${err}` };
    }),
    kill: (signal?: "SIGTERM") => child.kill(signal ?? "SIGKILL"),
  };
}

/** Runs a process to its end. */
export function runChild(command: string[], options: ChildOptions = {}): Promise<Ended> {
  return startChild(command, options).ended;
}

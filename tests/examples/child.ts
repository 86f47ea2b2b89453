// Child processes of the tests. None of them outlives its test.

/** The result of a process. */
export interface Ended {
  /** The exit code; after a signal it is above 128. */
  code: number;
  /** The output, standard output first. */
  output: string;
}

/** A running process. */
export interface Child {
  /** Resolves when the process has ended. */
  ended: Promise<Ended>;
  /** The first line of its output. */
  firstLine: Promise<string>;
  /** Kills the process like a power failure, or with another signal. */
  kill(signal?: "SIGTERM"): void;
}

/** Options of a process. */
export interface ChildOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
  /** The text of its standard input. Default: empty. */
  input?: string;
}

const LONGEST_MS = 25_000;

/** Starts a process, and kills it after a time limit. */
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

/** Runs a process and waits for its end. */
export function runChild(command: string[], options: ChildOptions = {}): Promise<Ended> {
  return startChild(command, options).ended;
}

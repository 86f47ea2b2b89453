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
  /** Waits until its standard output matches, and returns the match. Rejects if it ends before that. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Kills the process like a power failure, or with another signal. */
  kill(signal?: "SIGTERM"): void;
}

/** Options of a process. */
export interface ChildOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
  /** The text of its standard input. Default: empty. */
  input?: string;
  /** The time limit, in milliseconds. Default 25,000. */
  limit?: number;
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
  const timer = setTimeout(() => child.kill("SIGKILL"), options.limit ?? LONGEST_MS);
  const first = Promise.withResolvers<string>();
  const waiting = new Set<(text: string) => void>();
  let printed = "";
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
    read(child.stdout, (text) => {
      printed = text;
      if (text.includes("\n")) first.resolve(text.split("\n")[0] ?? "");
      for (const look of waiting) look(text);
    }),
    read(child.stderr, () => {}),
  ];
  const ended = Promise.all([child.exited, ...streams]).then(([code, out, err]) => {
    clearTimeout(timer);
    first.resolve("");
    return { code, output: `${out}${err}` };
  });
  return {
    firstLine: first.promise,
    ended,
    prints(pattern) {
      const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
      const look = (text: string) => {
        const match = pattern.exec(text);
        if (match !== null) resolve(match);
      };
      waiting.add(look);
      look(printed);
      void ended.then(({ output }) => reject(new Error(`it never printed ${pattern}:\n${output}`)));
      return promise;
    },
    kill: (signal?: "SIGTERM") => child.kill(signal ?? "SIGKILL"),
  };
}

/** Runs a process and waits for its end. */
export function runChild(command: string[], options: ChildOptions = {}): Promise<Ended> {
  return startChild(command, options).ended;
}

const METHODS = ["log", "info", "warn", "error", "debug", "trace", "dir", "table"] as const;

/** Runs work, and returns what was written to the console meanwhile. */
export async function capturedConsole(work: () => Promise<void>): Promise<unknown[]> {
  const written: unknown[] = [];
  const originals = METHODS.map((name) => [name, console[name]] as const);
  for (const name of METHODS) console[name] = (...args: unknown[]) => void written.push(...args);
  try {
    await work();
  } finally {
    for (const [name, original] of originals) console[name] = original;
  }
  return written;
}

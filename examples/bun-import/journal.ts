import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

/**
 * What became of a row.
 *
 * - `new`: it was never sent.
 * - `sent`: it is on its way, or its answer was lost: it may be in Kinabase.
 * - `done`: it is in Kinabase.
 * - `refused`: Kinabase did not take it.
 */
export type Status = "new" | "sent" | "done" | "refused";

/** What became of a row, and why. */
export interface Fate {
  status: Status;
  reason?: string | undefined;
}

/** Keeps what became of each row, in a file that is only ever added to. */
export interface Journal {
  /** What became of a row. */
  fate(key: string): Fate;
  /** Notes what became of rows. It is on the disk when this returns. */
  note(keys: readonly string[], status: Status, reason?: string): void;
  /** Closes the file. */
  close(): void;
}

/** Opens a journal, or begins one. */
export function openJournal(file: string): Journal {
  const fates = new Map<string, Fate>();
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  // A last line without its end was torn by an interruption; what it would have said is not relied on.
  for (const line of text.split("\n").slice(0, -1)) {
    const entry = fateIn(line);
    if (entry !== undefined) fates.set(entry.key, entry.fate);
  }
  const descriptor = openSync(file, "a");
  if (text !== "" && !text.endsWith("\n")) writeSync(descriptor, "\n");
  return {
    fate: (key) => fates.get(key) ?? { status: "new" },
    note(keys, status, reason) {
      if (keys.length === 0) return;
      const lines = keys.map((key) => `${JSON.stringify({ key, status, reason })}\n`);
      writeSync(descriptor, lines.join(""));
      fsyncSync(descriptor);
      for (const key of keys) fates.set(key, { status, reason });
    },
    close: () => closeSync(descriptor),
  };
}

function fateIn(line: string): { key: string; fate: Fate } | undefined {
  try {
    const { key, status, reason } = JSON.parse(line);
    return { key, fate: { status, reason } };
  } catch {
    // Torn, and made a line of its own by the run after it.
    return undefined;
  }
}

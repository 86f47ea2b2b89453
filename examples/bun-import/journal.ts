import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";

/**
 * The status of a row.
 *
 * - `new`: it was never sent.
 * - `sent`: it is being sent, or its response was lost, so it may be in Kinabase.
 * - `done`: it is in Kinabase.
 * - `refused`: Kinabase rejected it.
 */
export type Status = "new" | "sent" | "done" | "refused";

/** The status of a row and its reason. */
export interface RowState {
  status: Status;
  reason?: string | undefined;
}

/** Stores the status of each row in an append-only file. */
export interface Journal {
  /** Returns the status of a row. */
  state(key: string): RowState;
  /** Sets the status of rows. It is flushed to disk when this function returns. */
  note(keys: readonly string[], status: Status, reason?: string): void;
  /** Closes the file. */
  close(): void;
}

/** Opens a journal, or creates it if the file does not exist. */
export function openJournal(file: string): Journal {
  const states = new Map<string, RowState>();
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  // A last line without a line break is incomplete, because the last run was interrupted. Ignore it.
  for (const line of text.split("\n").slice(0, -1)) {
    const entry = entryIn(line);
    if (entry !== undefined) states.set(entry.key, entry.state);
  }
  const descriptor = openSync(file, "a");
  if (text !== "" && !text.endsWith("\n")) appendFileSync(descriptor, "\n");
  return {
    state: (key) => states.get(key) ?? { status: "new" },
    note(keys, status, reason) {
      if (keys.length === 0) return;
      const lines = keys.map((key) => `${JSON.stringify({ key, status, reason })}\n`);
      appendFileSync(descriptor, lines.join(""));
      fsyncSync(descriptor);
      for (const key of keys) states.set(key, { status, reason });
    },
    close: () => closeSync(descriptor),
  };
}

function entryIn(line: string): { key: string; state: RowState } | undefined {
  try {
    const { key, status, reason } = JSON.parse(line);
    return { key, state: { status, reason } };
  } catch {
    // An incomplete line of an interrupted run. The next run ended it with a line break.
    return undefined;
  }
}

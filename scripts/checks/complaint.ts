/** The problems that a check found, one or more lines each; `undefined` if it found none. */
export type Complaint = string | undefined;

/** Joins problems into one complaint. */
export const complaint = (problems: readonly string[]): Complaint =>
  problems.length > 0 ? problems.join("\n") : undefined;

/** What is wrong, in words, a line or more each problem; undefined when nothing is. */
export type Complaint = string | undefined;

/** Problems as one complaint. */
export const complaint = (problems: readonly string[]): Complaint =>
  problems.length > 0 ? problems.join("\n") : undefined;

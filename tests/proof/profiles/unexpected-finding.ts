import { behaviorTable, type Finding, type SwitchId } from "../../../mock-server/mod.ts";

/** The behaviors that others can hide, and what their findings say then. */
const MASKED: Readonly<Partial<Record<SwitchId, string>>> = {
  "bulk.delete-missing": "masked by bulk.answer and bulk.one-bad-record: the response is empty",
};

/** Says what is wrong with a finding about a mock that behaves in this way; `undefined` if it is right. */
export function unexpectedFinding(
  id: SwitchId,
  option: string,
  finding: Finding | undefined,
): string | undefined {
  const found = JSON.stringify(finding);
  if (finding === undefined) return "expected a finding";
  if (behaviorTable[id].probe === "impossible") {
    return "notSeen" in finding ? undefined : `expected notSeen, got ${found}`;
  }
  if ("notSeen" in finding && finding.notSeen === MASKED[id]) return undefined;
  return "option" in finding && finding.option === option
    ? undefined
    : `expected ${option}, got ${found}`;
}

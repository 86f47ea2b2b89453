/** The messages about finished actions. A URL carries only the name, so a link cannot put text into the page. */
export const DONE = {
  appExpired: "The app has expired. Its tokens no longer work.",
  appRevoked: "The app was revoked. Its tokens no longer work.",
  apiOn: "The API is on for this tenant.",
  apiOff: "The API is off for this tenant. Tokens no longer work.",
  moved5m: "The clock moved forward by 5 minutes.",
  moved1h: "The clock moved forward by 1 hour.",
  frozen: "The clock is frozen.",
  resumed: "The clock is running.",
  faultAdded: "The fault was added. It waits for a matching request.",
  faultRemoved: "The fault was removed.",
  faultGone: "That fault was already used up or removed.",
  faultsCleared: "All faults were removed, and chaos is off.",
  behaviorsSet: "The behaviors were changed.",
  behaviorsReset: "The behaviors have their initial options.",
  chaosOn: "Chaos is on.",
  chaosOff: "Chaos is off.",
  journalCleared: "The journal is empty.",
  sentAgain: "The request was sent again. The page shows the new one.",
  testSent: "The request was sent.",
  collectionAdded: "The collection was added.",
  recordAdded: "The record was added.",
  recordDeleted: "The record was deleted.",
  recordChanged: "The record was changed.",
  recordsImported: "The records were imported.",
  timeSet: "The clock was set.",
  tenantReset: "The tenant has its initial state.",
  restored: "The tenant has the state of the snapshot.",
} as const;

/** The name of a finished action. */
export type DoneName = keyof typeof DONE;

/** Reads the name of a finished action from a URL. */
export function doneName(text: string | null): DoneName | undefined {
  return text !== null && Object.hasOwn(DONE, text) ? text as DoneName : undefined;
}

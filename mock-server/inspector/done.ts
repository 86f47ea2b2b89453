/** What was done, in words. An address carries the name only, so that nobody can put words into a page. */
export const DONE = {
  appExpired: "The app has expired. Its tokens no longer work.",
  appRevoked: "The app was revoked. Its tokens no longer work.",
  apiOn: "The API is on for this tenant.",
  apiOff: "The API is off for this tenant. Tokens no longer work.",
  moved5m: "The clock moved on by 5 minutes.",
  moved1h: "The clock moved on by 1 hour.",
  frozen: "The clock stands still.",
  resumed: "The clock is running.",
  faultAdded: "The fault is waiting for a request.",
  faultRemoved: "The fault was removed.",
  faultGone: "That fault was already used up or removed.",
  faultsCleared: "All faults were removed, and chance is off.",
  chaosOn: "Faults now happen by chance.",
  chaosOff: "Faults no longer happen by chance.",
} as const;

/** The name of something that was done. */
export type DoneName = keyof typeof DONE;

/** Reads such a name from an address. */
export function doneName(text: string | null): DoneName | undefined {
  return text !== null && Object.hasOwn(DONE, text) ? text as DoneName : undefined;
}

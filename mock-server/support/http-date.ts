// A clock that stands still gives the same text for every response, and to format it takes long.
let last = { second: NaN, text: "" };

/** A time as the `Date` header has it. */
export function httpDate(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== last.second) last = { second, text: new Date(second * 1000).toUTCString() };
  return last.text;
}

/**
 * Reads `Retry-After`, in seconds or as a date, and returns milliseconds from now. A date is compared with
 * the response's own `Date`, so that a wrong local clock has no effect.
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after");
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const until = httpDate(value);
  if (Number.isNaN(until)) return undefined;
  return Math.max(0, until - (dateHeader(headers) ?? now));
}

/** The response's `Date` header in milliseconds since 1970, if it is valid. */
export function dateHeader(headers: Headers): number | undefined {
  const value = httpDate(String(headers.get("date")));
  return Number.isNaN(value) ? undefined : value;
}

/** A date of HTTP in milliseconds since 1970, or `NaN`. It is in GMT, even if it ends with the year. */
function httpDate(text: string): number {
  // Date.parse() accepts almost any text that contains a number.
  if (!/^[a-z]{3,9},? .*\d{4}\b/i.test(text.slice(0, 100))) return NaN;
  return Date.parse(/ \d{4}$/.test(text) ? `${text} GMT` : text);
}

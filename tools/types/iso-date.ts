const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/;

/** What a text in ISO 8601 is: a date, a time, or neither. */
export function isoFormat(text: string): "date" | "date-time" | undefined {
  if (isOnCalendar(DATE.exec(text))) return "date";
  return isOnCalendar(TIME.exec(text)) ? "date-time" : undefined;
}

function isOnCalendar(match: RegExpExecArray | null): boolean {
  if (match === null) return false;
  const [, year, month, day] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

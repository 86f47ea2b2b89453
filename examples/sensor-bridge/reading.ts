/** What the fields of a sensor's record hold. */
export interface Sensor {
  temperature: number;
}

/** What a sensor said. */
export interface Reading {
  /** The ID of the sensor's record in Kinabase. */
  sensorId: string;
  /** When it was read, in milliseconds since 1970. */
  at: number;
  temperature: number;
}

/** Reads a line such as `<record ID>,21.5`; of anything else nothing. */
export function readingIn(line: string, at: number): Reading | undefined {
  const [sensorId = "", value = ""] = line.split(",").map((part) => part.trim());
  const temperature = value === "" ? NaN : Number(value);
  if (sensorId === "" || !Number.isFinite(temperature)) return undefined;
  return { sensorId, at, temperature };
}

/** A reading for a log, with its time. */
export function text({ sensorId, at, temperature }: Reading): string {
  return `${sensorId},${temperature} of ${new Date(at).toISOString()}`;
}

/** The changes of one sensor's record, as `ingest` takes them. */
export interface SensorChanges {
  id: string;
  changes: { timestamp: Date; data: Sensor }[];
}

/** What is sent: one record for each sensor, with its readings in order. */
export function bySensor(readings: readonly Reading[]): SensorChanges[] {
  const own = new Map<string, Reading[]>();
  for (const reading of readings) {
    own.set(reading.sensorId, [...own.get(reading.sensorId) ?? [], reading]);
  }
  return [...own].map(([id, of]) => ({
    id,
    changes: of.map(({ at, temperature }) => ({ timestamp: new Date(at), data: { temperature } })),
  }));
}

/** The readings in what was sent. */
export function readingsOf({ id, changes }: SensorChanges): Reading[] {
  return changes.map(({ timestamp, data: { temperature } }) => ({
    sensorId: id,
    at: timestamp.getTime(),
    temperature,
  }));
}

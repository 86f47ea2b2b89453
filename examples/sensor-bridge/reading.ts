/** The `data` of a sensor's record. */
export interface Sensor {
  temperature: number;
}

/** A value that a sensor measured. */
export interface Reading {
  /** The ID of the sensor's record in Kinabase. */
  sensorId: string;
  /** The time of the reading, in milliseconds since 1970. */
  at: number;
  temperature: number;
}

/** Parses a line such as `<record ID>,21.5`. Returns `undefined` if the line is not a reading. */
export function readingIn(line: string, at: number): Reading | undefined {
  const [sensorId = "", value = ""] = line.split(",").map((part) => part.trim());
  const temperature = value === "" ? NaN : Number(value);
  if (sensorId === "" || !Number.isFinite(temperature)) return undefined;
  return { sensorId, at, temperature };
}

/** Formats a reading with its time, for a log. */
export function text({ sensorId, at, temperature }: Reading): string {
  return `${sensorId},${temperature} of ${new Date(at).toISOString()}`;
}

/** The changes of one sensor's record, as `ingest` takes them. */
export interface SensorChanges {
  id: string;
  changes: { timestamp: Date; data: Sensor }[];
}

/** Groups readings into one record for each sensor. Keeps their order. */
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

/** Returns the readings in an ingest record. */
export function readingsOf({ id, changes }: SensorChanges): Reading[] {
  return changes.map(({ timestamp, data: { temperature } }) => ({
    sensorId: id,
    at: timestamp.getTime(),
    temperature,
  }));
}

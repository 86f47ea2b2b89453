// npm run demo        (while `npm run mock` runs in another terminal; it runs: bun main.ts < readings.csv)
import process from "node:process";
import { createInterface } from "node:readline";
import { createClient, optionsFromEnv } from "@kinakit/kinabase";
import { bridge } from "./bridge.ts";
import type { Sensor } from "./reading.ts";

const { KINABASE_COLLECTION = "sensors" } = process.env;
const client = createClient(optionsFromEnv(process.env));

const { taken, lost } = await bridge(
  createInterface({ input: process.stdin }),
  client.collection<Sensor>(KINABASE_COLLECTION),
  { log: (line) => console.error(line) },
);
console.error(`${taken} readings accepted, ${lost} lost`);

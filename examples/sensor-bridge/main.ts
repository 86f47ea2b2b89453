// sensor-readings | bun main.ts        (or: node main.ts, with Node 22.18 or later; or: deno run -A main.ts)
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

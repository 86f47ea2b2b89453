// bun --env-file=.env.example demo-sensors.ts        (a part of `npm run demo`)
// Adds a collection with two sensors to `kinabase mock --demo`, since the demo has none.
import { createMockControl } from "@kinakit/kinabase/mock";
import process from "node:process";

const { KINABASE_BASE_URL = "" } = process.env;
const { collections } = createMockControl(KINABASE_BASE_URL).tenant;
if (!(await collections.list()).some(({ slug }) => slug === "sensors")) {
  const { records } = await collections.create({
    slug: "sensors",
    name: "Sensors",
    fields: { name: "text", temperature: { type: "number", tracked: true } },
  });
  // The IDs are those in readings.csv.
  for (const id of ["lobby", "attic"]) await records.add({ id, data: { name: id } });
}

// bench/results.json: what the last runs measured.
import * as z from "zod";

/** The file of the results, relative to the root. */
export const RESULTS_FILE = "bench/results.json";

const figure = z.object({
  value: z.number(),
  spread: z.tuple([z.number(), z.number()]).optional(),
});
const columns = z.enum(["node", "bun", "deno", "any"]);
const row = z.object({
  name: z.string(),
  figures: z.partialRecord(columns, figure),
  aims: z.partialRecord(columns, z.number()).optional(),
  before: z.partialRecord(columns, z.number()).optional(),
});

/** The schema of the file. */
export const resultsSchema = z.object({
  machine: z.object({ cores: z.number(), versions: z.record(z.string(), z.string()) }),
  measures: z.record(
    z.string(),
    z.object({
      title: z.string(),
      unit: z.string(),
      better: z.enum(["lower", "higher"]),
      note: z.string().optional(),
      rows: z.array(row),
    }),
  ),
});

/** The content of the file. */
export type Results = z.infer<typeof resultsSchema>;

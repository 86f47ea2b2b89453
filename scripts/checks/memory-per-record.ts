// Prints how many bytes the mock needs for a small record. A program of its own, so that nothing else is in memory.
import { heapStats } from "bun:jsc";
import { createMockServer } from "../../mock-server/mod.ts";

const RECORDS = 100_000;

const { records } = createMockServer().tenant.collections.create({
  slug: "people",
  name: "People",
});
const add = (count: number) => {
  for (let i = 0; i < count; i++) records.add({ data: { name: "Ada", i } });
};
const inUse = () => {
  Bun.gc(true);
  const { heapSize, extraMemorySize } = heapStats();
  return heapSize + extraMemorySize;
};

add(1_000);
const before = inUse();
add(RECORDS);
const bytes = (inUse() - before) / RECORDS;
// Used after the measurement, so that the records are still there.
console.log(records.count() > RECORDS ? Math.round(bytes) : NaN);

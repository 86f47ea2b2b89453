import type { KeyValue } from "../../examples/worker-sync/sync.ts";

/** A KV namespace in memory that counts its operations. */
export interface MemoryKv extends KeyValue {
  readonly entries: Map<string, string>;
  operations: number;
}

/** Creates an empty namespace. */
export function memoryKv(): MemoryKv {
  const entries = new Map<string, string>();
  const kv: MemoryKv = {
    entries,
    operations: 0,
    get(key) {
      kv.operations += 1;
      return Promise.resolve(entries.get(key) ?? null);
    },
    put(key, value) {
      kv.operations += 1;
      entries.set(key, value);
      return Promise.resolve();
    },
  };
  return kv;
}

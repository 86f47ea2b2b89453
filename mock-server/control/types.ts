import type { JournalEntry } from "../world/journal/journal-entry.ts";
import type { ManualClockOptions } from "../world/clock/manual-clock.ts";
import type { TenantOptions } from "../world/tenant/tenant.ts";

/** A tenant's clock at one moment. */
export interface ClockState {
  /** The time, in milliseconds since 1970. */
  time: number;
  /** The same time in ISO 8601. */
  iso: string;
  /** Whether time passes by itself. */
  running: boolean;
}

/** A tenant in a few words. */
export interface TenantSummary {
  /** Its ID, a UUID. */
  id: string;
  /** Whether it is the tenant of whatever names no other. */
  isDefault: boolean;
  /** Whether its API is on. */
  apiEnabled: boolean;
  /** Its clock. */
  clock: ClockState;
  /** How many app registrations it has. */
  apps: number;
  /** How many collections it has. */
  collections: number;
}

/** What a new tenant is like: plain JSON. */
export interface TenantSettings extends Omit<TenantOptions, "clock"> {
  /** How its clock starts and behaves. */
  clock?:
    | Omit<ManualClockOptions, "start"> & {
      /** The time it starts at. Default: the machine's time when it is first read. */
      start?: number | string | undefined;
    }
    | undefined;
}

/** A collection in a few words. */
export interface CollectionSummary {
  /** Its ID, a UUID. */
  id: string;
  /** Its slug. */
  slug: string;
  /** Its name. */
  name: string;
  /** How many records it holds. */
  records: number;
}

/** Entries of a journal. */
export interface JournalPage {
  /** The entries, oldest first. */
  entries: JournalEntry[];
  /** How many older entries were dropped to keep within the bounds. */
  dropped: number;
}

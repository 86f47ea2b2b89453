import type { JournalEntry } from "../world/journal/journal-entry.ts";
import type { ManualClockOptions } from "../world/clock/manual-clock.ts";
import type { TenantOptions } from "../world/tenant/tenant-options.ts";

/** The state of a tenant's clock. */
export interface ClockState {
  /** The time, in milliseconds since 1970. */
  time: number;
  /** The same time in ISO 8601. */
  iso: string;
  /** Whether the clock is running. */
  running: boolean;
}

/** A summary of a tenant. */
export interface TenantSummary {
  /** Its ID, a UUID. */
  id: string;
  /** Whether it is the default tenant. */
  isDefault: boolean;
  /** Whether its API is enabled. */
  apiEnabled: boolean;
  /** Its clock. */
  clock: ClockState;
  /** The number of app registrations. */
  apps: number;
  /** The number of collections. */
  collections: number;
}

/** The settings of a new tenant: plain JSON. */
export interface TenantSettings extends Omit<TenantOptions, "clock"> {
  /** The start time and behavior of its clock. */
  clock?:
    | Omit<ManualClockOptions, "start"> & {
      /** The start time. Default: the system time when the clock is first read. */
      start?: number | string | undefined;
    }
    | undefined;
}

/** A summary of a collection. */
export interface CollectionSummary {
  /** Its ID, a UUID. */
  id: string;
  /** Its slug. */
  slug: string;
  /** Its name. */
  name: string;
  /** The number of records. */
  records: number;
}

/** Entries of a journal. */
export interface JournalPage {
  /** The entries, oldest first. */
  entries: JournalEntry[];
  /** How many older entries were dropped to stay within the limits. */
  dropped: number;
}

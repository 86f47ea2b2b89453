// The request and response schemas of the control API. Its client and the OpenAPI document use them too.
import { filledText } from "../support/text-schemas.ts";
import { appStateSchema } from "../world/apps/app-state.ts";
import type { JournalEntry } from "../world/journal/journal-entry.ts";
import * as z from "zod";
import { kinabaseRecord } from "../../src/wire/response-schemas.ts";
import { jsonObject, jsonValue } from "../../src/wire/shared-schemas.ts";
import type { IngestChange, KinabaseRecord } from "../../src/wire/types.ts";
import { expected, strict } from "../support/check.ts";
import {
  APP_HINTS,
  type AppDescription,
  type AppRegistration,
} from "../world/apps/app-registration.ts";
import type { DecodedToken } from "../world/tokens/decoded-token.ts";
import type { FaultName, ListedFault } from "../world/faults/fault-types.ts";
import { chaosSchema, FAULT_NAMES, faultSchema } from "../world/faults/fault-schema.ts";
import type { JournalMatch } from "../world/journal/journal-match.ts";
import { journalOptions } from "../world/journal/journal.ts";
import { limitOptions } from "../world/limits/limit-options.ts";
import { matchShape } from "../support/request-match.ts";
import { type Seed, seedSchema } from "../world/tenant/seed.ts";
import { type Snapshot, snapshotSchema } from "../world/tenant/snapshot.ts";
import type { BehaviorSettings } from "../world/behaviors/behavior-settings.ts";
import { behaviorOptions } from "../world/behaviors/behaviors.ts";
import type {
  ClockState,
  CollectionSummary,
  JournalPage,
  TenantSettings,
  TenantSummary,
} from "./types.ts";

const count = (what: string) => z.int(expected(what)).min(0, expected(what));
const yesOrNo = z.boolean(expected("true or false"));

/** Turns the API on or off. */
export const enabledBody: z.ZodType<{ enabled: boolean }> = strict({ enabled: yesOrNo });

/** The name and description of a new app. */
export const appBody: z.ZodType<AppDescription> = strict({
  name: filledText,
  description: filledText,
}, APP_HINTS);

/** An app without its secret. */
const appAnswer: z.ZodType<AppRegistration> = z.object({
  appId: z.string(),
  name: z.string(),
  description: z.string(),
  state: appStateSchema,
});

/** The apps. */
export const appsAnswer: z.ZodType<AppRegistration[]> = z.array(appAnswer);

/** An app with its secret. */
export const createdAppAnswer: z.ZodType<AppRegistration & { appSecret: string }> = z.object({
  appId: z.string(),
  appSecret: z.string().describe("Shown only in this response."),
  name: z.string(),
  description: z.string(),
  state: appStateSchema,
});

/** The clock. */
export const clockAnswer: z.ZodType<ClockState> = z.object({
  time: z.number().describe("Milliseconds since 1970."),
  iso: z.string().describe("The same time in ISO 8601."),
  running: z.boolean().describe("Whether the clock is running."),
});

/** How far the clock moves. */
export const advanceBody: z.ZodType<{ by: number | string }> = strict({
  by: z.union([z.number(), z.string()], expected('milliseconds or a string such as "61m"'))
    .describe('Milliseconds, or a text such as "61m" or "1h30m".'),
});

const time: z.ZodType<number | string> = z.union(
  [z.number(), z.string()],
  expected("an ISO 8601 string or milliseconds"),
);

/** The time to set. */
export const timeBody: z.ZodType<{ time: number | string }> = strict({ time });

/** How long to sleep. */
export const sleepBody: z.ZodType<{ ms: number }> = strict({
  ms: z.number(expected("milliseconds")).describe("How long, in milliseconds."),
});

/** The ID of the added item. */
export const idAnswer: z.ZodType<{ id: string }> = z.object({ id: z.string() });

/** A queued fault, with its ID. */
const listedFault: z.ZodType<ListedFault> = z.looseObject({
  id: z.string(),
  times: z.int().min(1).describe("How many more requests it affects."),
}).transform(({ id, times, ...rest }, context) => {
  const fault = faultSchema.safeParse(rest);
  if (fault.success) return { ...fault.data, id, times };
  context.addIssue("expected a fault");
  return z.NEVER;
});

/** The faults. */
export const faultsAnswer: z.ZodType<{ faults: ListedFault[]; chaos: Chaos | null }> = z.object({
  faults: z.array(listedFault),
  chaos: chaosSchema.nullable(),
});

/** Whether something was removed. */
export const removedAnswer: z.ZodType<{ removed: boolean }> = z.object({ removed: z.boolean() });

const faultName: z.ZodType<FaultName> = z.enum(FAULT_NAMES);

const headersShown = z.record(z.string(), z.string()).describe(
  "By name in lower case. Only headers that hold no secrets keep their value.",
);

/** An entry of the journal. */
const journalEntry: z.ZodType<JournalEntry> = z.object({
  id: z.int(),
  at: z.number().describe("The arrival time on the tenant's clock, in milliseconds since 1970."),
  method: z.string(),
  path: z.string(),
  query: z.string(),
  appId: z.string().optional().describe("The app whose token or credentials the request had."),
  status: z.int().optional(),
  duration: z.number().optional().describe("Milliseconds on the tenant's clock."),
  fault: faultName.optional(),
  reason: z.string().optional().describe(
    "Why it failed: the error text of the response, or the name of the fault.",
  ),
  requestHeaders: headersShown.optional(),
  responseHeaders: headersShown.optional(),
  requestBody: jsonValue.optional().describe("Secrets and tokens are redacted."),
  responseBody: jsonValue.optional().describe("Secrets and tokens are redacted."),
});

const wholeText = (what: string) =>
  z.string().regex(/^\d{1,15}$/, expected(what)).transform(Number).optional();

const matchQuery = {
  ...matchShape,
  // Negative ones match nothing, as in process.
  status: z.string().regex(/^-?\d{1,16}$/, expected("an HTTP status such as 200")).transform(Number)
    .optional(),
  since: z.string().optional().transform((text) =>
    text !== undefined && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text) ? Number(text) : text
  ),
};

/** Which entries to count, as a query. */
export const countQuery: z.ZodType<JournalMatch> = strict(matchQuery);

/** Which entries to list, as a query: a match, the ID to start after, and a limit. */
export const entriesQuery: z.ZodType<
  JournalMatch & { after?: number | undefined; limit?: number | undefined }
> = strict({
  ...matchQuery,
  after: wholeText("the ID of an entry"),
  limit: wholeText("the number of entries"),
});

/** Entries of the journal. */
export const entriesAnswer: z.ZodType<JournalPage> = z.object({
  entries: z.array(journalEntry),
  dropped: z.int().describe("How many older entries were dropped to stay within the limits."),
});

/** A number. */
export const countAnswer: z.ZodType<{ count: number }> = z.object({ count: z.int() });

/** Which entries match, as JSON: without `Date` objects. */
const jsonMatch: z.ZodType<JournalMatch> = strict({
  ...matchShape,
  status: z.int(expected("an HTTP status such as 200")).optional(),
  since: time.optional(),
});

/** An expectation about the journal. */
export const expectBody: z.ZodType<{ match: JournalMatch; times?: number | undefined }> = strict({
  match: jsonMatch,
  times: count("0, 1, 2, …").optional(),
});

/** A collection. */
export const collectionAnswer: z.ZodType<CollectionSummary> = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  records: z.int().describe("The number of records."),
});

/** The collections. */
export const collectionsAnswer: z.ZodType<CollectionSummary[]> = z.array(collectionAnswer);

/** A record. */
export const recordAnswer: z.ZodType<KinabaseRecord> = kinabaseRecord;

/** Which records to list, as a query. */
export const recordsQuery: z.ZodType<
  { pageIndex?: number | undefined; pageSize?: number | undefined }
> = strict({ pageIndex: wholeText("0, 1, 2, …"), pageSize: wholeText("1, 2, 3, …") });

/** Records of a collection. */
export const recordsAnswer: z.ZodType<
  { records: KinabaseRecord[]; totalRecords: number }
> = z.object({ records: z.array(recordAnswer), totalRecords: z.int() });

/** The telemetry of a record. */
export const telemetryAnswer: z.ZodType<IngestChange[]> = z.array(
  z.looseObject({ timestamp: z.string(), data: jsonObject }),
);

/** The apps and collections that a seed added. */
export const seededAnswer: z.ZodType<{
  apps: (AppRegistration & { appSecret: string })[];
  collections: CollectionSummary[];
}> = z.object({ apps: z.array(createdAppAnswer), collections: z.array(collectionAnswer) });

/** A tenant's state. */
export const snapshotAnswer: z.ZodType<Snapshot> = snapshotSchema;

/** A token. */
export const tokenBody: z.ZodType<{ token: string }> = strict({
  token: z.string(expected("a string")),
});

/** A decoded token. */
export const decodedAnswer: z.ZodType<DecodedToken> = z.object({
  header: z.record(z.string(), z.unknown()).optional(),
  claims: z.record(z.string(), z.unknown()).optional(),
  verdict: z.enum([
    "good",
    "tokenInvalid",
    "tokenExpired",
    "apiNotEnabled",
    "appExpired",
    "appRevoked",
  ]),
  timeLeft: z.number().optional().describe("Milliseconds on the tenant's clock."),
});

/** The settings of a new tenant. */
export const tenantBody: z.ZodType<TenantSettings> = strict({
  clock: strict({
    start: time.optional(),
    running: yesOrNo.optional(),
    autoAdvance: yesOrNo.optional(),
  }).optional(),
  behaviors: behaviorOptions.optional(),
  limits: limitOptions.optional(),
  journal: journalOptions.optional(),
  seed: (seedSchema satisfies z.ZodType<Seed>).optional(),
});

/** The option of each behavior. */
export const behaviorsAnswer: z.ZodType<BehaviorSettings> = z.custom<BehaviorSettings>((value) =>
  behaviorOptions.safeParse(value).success
);

/** A tenant. */
export const tenantAnswer: z.ZodType<TenantSummary> = z.object({
  id: z.string(),
  isDefault: z.boolean(),
  apiEnabled: z.boolean(),
  clock: clockAnswer,
  apps: z.int().describe("The number of app registrations."),
  collections: z.int().describe("The number of collections."),
});

/** The tenants. */
export const tenantsAnswer: z.ZodType<TenantSummary[]> = z.array(tenantAnswer);

type Chaos = z.infer<typeof chaosSchema>;

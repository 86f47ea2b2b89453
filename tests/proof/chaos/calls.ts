import {
  type Client,
  type Collection,
  type IndexRange,
  KinabaseError,
  PartialFailureError,
  type WriteReport,
} from "../../../mod.ts";
import type { Behaviors } from "../../../mock-server/mod.ts";
import { type Accounts, BrokenPromise, type Claim, claimOf } from "./accounts.ts";
import { drained } from "../drained.ts";
import { SLUG } from "./faults.ts";

/** What a call works with. */
export interface CallContext {
  client: Client;
  accounts: Pick<Accounts, "added" | "changed" | "ingested">;
  /** A record that only this worker changes. */
  own: string;
  /** How the tenant behaves. */
  behaviors: Pick<Behaviors, "get">;
  /** Returns a number that was not used before. */
  next(): number;
  random(): number;
  signal: AbortSignal | undefined;
}

/** A kind of call. It notes what the call claims. */
export type ChaosCall = (context: CallContext) => Promise<void>;

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

/** All kinds of calls. */
export const CALLS: Readonly<Record<string, ChaosCall>> = {
  status: reading(({ client, signal }) => client.status({ signal })),
  collections: reading(({ client, signal }) => client.collections({ signal })),
  fetch: reading(async ({ client, signal }) => {
    await (await client.fetch(`collections/${SLUG}?pageSize=1`, { signal })).text();
  }),
  get: reading((context) => things(context).get(context.own, { signal: context.signal })),
  page: reading((context) => things(context).page({ signal: context.signal })),
  list: reading((context) => drained(things(context).list({ signal: context.signal }))),
  stream: reading((context) => drained(things(context).stream({ signal: context.signal }))),

  async create(context) {
    const key = keyOf(context);
    const claim = await claimed(
      context,
      () => things(context).create({ data: { key } }, { signal: context.signal }),
    );
    context.accounts.added(key, claim);
  },

  async update(context) {
    const value = context.next();
    const claim = await claimed(
      context,
      () => things(context).update(context.own, { data: { value } }, { signal: context.signal }),
    );
    context.accounts.changed(context.own, value, claim);
  },

  async upsert(context) {
    const key = keyOf(context);
    const claim = await claimed(
      context,
      () =>
        things(context).external("chaos").upsert(key, { data: { key } }, {
          signal: context.signal,
        }),
    );
    context.accounts.added(key, claim);
  },

  async bulkCreate(context) {
    const keys = Array.from({ length: 1 + size(context) }, () => keyOf(context));
    const bad = hasBadRecord(context) ? Math.floor(context.random() * keys.length) : -1;
    const rows = keys.map((key, i) => ({ data: i === bad ? { key, unknownField: 1 } : { key } }));
    const report = await reported(
      context,
      keys.length,
      (options) => things(context).bulk.create(rows, options),
    );
    keys.forEach((key, i) => {
      const claim = report[i] ?? "notApplied";
      const isUnknowable = i === bad && claim === "applied" && hidesBadRecords(context);
      context.accounts.added(key, isUnknowable ? "unknown" : claim);
    });
  },

  async bulkUpdate(context) {
    const value = context.next();
    const ids = hasBadRecord(context) ? [context.own, UNKNOWN_ID] : [context.own];
    const [claim = "notApplied"] = await reported(
      context,
      ids.length,
      (options) => things(context).bulk.update(ids.map((id) => ({ id, data: { value } })), options),
    );
    context.accounts.changed(context.own, value, claim);
  },

  async ingest(context) {
    const value = context.next();
    const changes = [{ timestamp: "2026-01-01T00:00:00Z", data: { value } }];
    const unknown = { id: UNKNOWN_ID, changes };
    const [claim = "notApplied"] = await reported(
      context,
      2,
      (options) => things(context).ingest([{ id: context.own, changes }, unknown], options),
    );
    context.accounts.ingested(context.own, value, claim);
    if (context.behaviors.get("ingest.writes-record") === "no") return;
    context.accounts.changed(context.own, value, claim);
  },

  async delete(context) {
    const created = await things(context).create({ data: { key: `deleted-${keyOf(context)}` } })
      .catch(() => undefined);
    if (created === undefined) return;
    const bulk = context.random() < 0.5;
    const ids = hasBadRecord(context) ? [created.id, UNKNOWN_ID] : [created.id];
    const [claim = "notApplied"] = bulk
      ? await reported(context, ids.length, (options) => things(context).bulk.delete(ids, options))
      : [
        await claimed(
          context,
          () => things(context).delete(created.id, { signal: context.signal }),
        ),
      ];
    context.accounts.changed(created.id, "deleted", claim);
  },
};

const things = ({ client }: CallContext): Collection => client.collection(SLUG);
const keyOf = ({ next }: CallContext) => `key-${next()}`;
const size = ({ random }: CallContext) => Math.floor(random() * 12);
const hasBadRecord = ({ random }: CallContext) => random() < 0.3;

/**
 * Whether an invalid record of a batch leaves no trace in the response. Then the client reports it as
 * written, because it cannot know: the one case in which a claim is not compared with the store.
 */
function hidesBadRecords({ behaviors }: CallContext): boolean {
  return behaviors.get("bulk.answer") === "empty" &&
    behaviors.get("bulk.one-bad-record") === "partial-silent";
}

function reading(call: (context: CallContext) => Promise<unknown>): ChaosCall {
  return async (context) => {
    try {
      await call(context);
    } catch (error) {
      if (error instanceof KinabaseError && error.mayHaveBeenApplied === undefined) return;
      if (context.signal?.aborted && error === context.signal.reason) return;
      throw new BrokenPromise("a read was rejected with another error", { cause: error });
    }
  };
}

async function claimed(
  { signal }: CallContext,
  call: () => Promise<unknown>,
): Promise<Claim> {
  try {
    await call();
    return "applied";
  } catch (error) {
    return claimOf(error, signal);
  }
}

/** The claim of each record of a bulk call. */
async function reported(
  { signal }: CallContext,
  count: number,
  call: (options: { signal: AbortSignal | undefined; batchSize: number }) => Promise<WriteReport>,
): Promise<Claim[]> {
  let report: WriteReport;
  try {
    report = await call({ signal, batchSize: 5 });
  } catch (error) {
    if (!(error instanceof PartialFailureError)) {
      throw new BrokenPromise("a bulk call was rejected without a report", { cause: error });
    }
    report = error.report;
  }
  const claims = new Array<Claim | undefined>(count).fill(undefined);
  const note = (ranges: readonly IndexRange[], claim: Claim) => {
    for (const { from, to = count } of ranges) {
      for (let i = from; i < to; i++) {
        if (claims[i] !== undefined) throw new BrokenPromise(`record ${i} is in two ranges`);
        claims[i] = claim;
      }
    }
  };
  note(report.done, "applied");
  note(report.failed, "notApplied");
  note(report.unsent, "notApplied");
  note(report.unknown, "unknown");
  return claims.map((claim, i) => {
    if (claim === undefined) throw new BrokenPromise(`record ${i} is in no range`);
    return claim;
  });
}

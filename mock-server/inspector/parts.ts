import { html } from "hono/html";
import { toBase64 } from "../support/base64.ts";
import { digest } from "../world/apps/app-registration.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import type { ActionResult } from "./action-result.ts";
import { utc } from "./format.ts";
import type { Html } from "./html.ts";
import { concernsOf } from "./journal/concerns.ts";
import { appsList, envDetails } from "./panels/apps.ts";
import { behaviorsForm, behaviorsState } from "./panels/behaviors.ts";
import { chaosState } from "./panels/chaos.ts";
import { clock } from "./panels/clock.ts";
import { collectionsList } from "./panels/collections.ts";
import { connect } from "./panels/connect.ts";
import { faultsList } from "./panels/faults.ts";
import { journalButtons, journalView } from "./panels/journal.ts";
import { journalFilter } from "./panels/journal-filter.ts";
import { recordTools } from "./panels/record-tools.ts";
import { apiSwitch } from "./panels/tenant.ts";
import { tenantPicker } from "./panels/tenant-picker.ts";
import { tokenResult } from "./panels/token.ts";
import { paramsOf, type View } from "./view.ts";

/** Fragments of the page that change together. */
interface Part {
  /** All that they show. If it stays the same, so do they, and they are neither rendered nor sent. */
  facts(view: View, result: ActionResult): unknown;
  show(view: View, result: ActionResult): Html;
}

const PARTS: readonly Part[] = [
  {
    facts: (view) => [view.tenant.journal.changes, view.tenant.apps.list(), entryFacts(view)],
    show: (view) => html`${journalButtons(view)}${journalFilter(view)}${journalView(view)}`,
  },
  {
    facts: (view) => [collectionNames(view.tenant), view.page, recordFacts(view)],
    show: (view, { forms = {} }) =>
      html`${collectionsList(view, forms)}${recordTools(view, forms)}`,
  },
  {
    facts: ({ tenant, tenants }) => [
      tenant.apps.list(),
      tenants.map(({ id, apps }) => [id, apps.list().length]),
    ],
    show: (view) => html`${tenantPicker(view)}${connect(view)}${appsList(view)}${envDetails(view)}`,
  },
  {
    facts: ({ tenant }) => [tenant.apiEnabled, tenant.clock.running, utc(tenant.clock.now())],
    show: (view) => html`${apiSwitch(view)}${clock(view)}`,
  },
  {
    facts: ({ tenant: { faults } }) => [faults.list(), faults.chaos()],
    show: (view) => html`${faultsList(view)}${chaosState(view)}`,
  },
  {
    facts: ({ tenant }) => tenant.behaviors.all(),
    show: (view) => html`${behaviorsState(view)}${behaviorsForm(view)}`,
  },
  {
    facts: (_, { token }) => token,
    show: (view, { token }) => token === undefined ? html`` : tokenResult(view, token),
  },
];

/** The versions of the parts of a page: short texts that differ if the parts may differ. */
export type Versions = readonly string[];

/** Computes the versions of the parts. */
export async function versionsOf(view: View, result: ActionResult): Promise<Versions> {
  const shared = [view.tenant.id, String(paramsOf(view))];
  return await Promise.all(PARTS.map(async (part) => {
    const facts = JSON.stringify([...shared, part.facts(view, result)]);
    return toBase64(await digest(facts)).slice(0, VERSION_LENGTH);
  }));
}

/** 72 bits. */
const VERSION_LENGTH = 12;

/** The parts whose version is not the one that the browser has. */
export function changedParts(
  view: View,
  result: ActionResult,
  versions: Versions,
  seen: Versions,
): Html {
  const changed = PARTS.filter((_, i) => versions[i] !== seen[i]);
  return html`${changed.map((part) => part.show(view, result))}`;
}

function collectionNames({ collections }: TenantState): unknown {
  return collections.all().map(({ slug, name, records }) => [slug, name, records.count()]);
}

/** What the open record shows. */
function recordFacts({ collection, record }: View): unknown {
  if (record === "") return undefined;
  return [collection?.store.get(record), collection?.telemetry(record)];
}

/** What the open request shows besides its entry: what it is about may have been removed. */
function entryFacts({ tenant, entry: id }: View): unknown {
  const entry = id === undefined ? undefined : tenant.journal.entry(id);
  if (entry === undefined) return undefined;
  const { collection, recordId } = concernsOf(entry, tenant);
  return [collection?.slug, collection?.name, recordId];
}

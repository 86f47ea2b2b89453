// All exports that a typed program uses, with the strictest options.
import {
  type Client,
  type ClientOptions,
  createClient,
  createTokenSource,
  InvalidCredentialsError,
  KinabaseError,
  type KinabaseRecord,
  NotFoundError,
  PartialFailureError,
} from "@kinakit/kinabase";
import { contract, type ContractCase, mockTarget } from "@kinakit/kinabase/contract";
import { main } from "@kinakit/kinabase/cli";
import {
  createMockServer,
  type MockServer,
  type RemoteTenant,
  type Seed,
} from "@kinakit/kinabase/mock";
import { kinabaseRecord, recordPage } from "@kinakit/kinabase/schemas";
import { type RunningServer, serve } from "@kinakit/kinabase/serve";
import {
  importRecords,
  type ImportRow,
  type InferredCollection,
  inferTypes,
  pullSeed,
  typesFile,
} from "@kinakit/kinabase/tools";
import * as z from "zod";

export const Person = z.object({ fullName: z.string(), age: z.number().nullable() });

export async function oldest(client: Client, signal: AbortSignal): Promise<string | undefined> {
  const people = client.collection("people", { schema: Person });
  let found: { fullName: string; age: number | null } | undefined;
  for await (const { data } of people.list({ updatedAfter: new Date(0), signal })) {
    if ((data.age ?? 0) > (found?.age ?? 0)) found = data;
    // @ts-expect-error The schema has no such field: `data` is not any.
    data.surname;
  }
  await people.create({ data: { fullName: "Ada", age: 36 } }, { signal, timeout: 1_000 });
  // @ts-expect-error The age is missing.
  await people.create({ data: { fullName: "Ada" } });
  return found?.fullName;
}

interface Collections {
  people: { fullName: string; age: number | null };
}

export async function mapped(options: ClientOptions, signal: AbortSignal): Promise<string> {
  const client: Client<Collections> = createClient<Collections>(options);
  const { data } = await client.collection("people").get("1", { signal });
  // @ts-expect-error The map has no such slug.
  client.collection("peple");
  const types: InferredCollection[] = await inferTypes(client, { signal });
  const seed: Seed = await pullSeed(client, { anonymize: true });
  async function* rows(): AsyncGenerator<ImportRow> {
    yield { row: 1, key: "1", data: { fullName: "Ada" } };
  }
  const { refused } = await importRecords(client, "people", rows, { service: "crm" });
  return `${data.fullName} ${typesFile(types)} ${seed.collections?.length} ${refused.length}`;
}

export function explain(error: unknown): string {
  if (error instanceof InvalidCredentialsError) return error.remedy ?? error.message;
  if (error instanceof NotFoundError) return `${error.status} ${error.serverMessage}`;
  if (error instanceof PartialFailureError) return `${error.report.failed.length} failed`;
  if (error instanceof KinabaseError) return error.code;
  return String(error);
}

export const seed: Seed = { collections: [{ slug: "people", name: "People" }] };

export async function wired(): Promise<{ mock: MockServer; client: Client }> {
  const mock = createMockServer({ seed });
  const app = await mock.tenant.apps.create({ name: "Typed", description: "Types" });
  const options: ClientOptions = app.clientOptions();
  createTokenSource(app.clientOptions());
  return { mock, client: createClient({ ...options, timeout: 1_000 }) };
}

export const cases: ContractCase[] = contract(mockTarget(createMockServer()));

export async function overHttp(tenant: RemoteTenant): Promise<number> {
  const fault: string = await tenant.faults.add({ kind: "status", status: 503 });
  // @ts-expect-error Over HTTP a method returns a promise.
  const removed: boolean = tenant.faults.remove(fault);
  // @ts-expect-error A fault has a kind.
  await tenant.faults.add({ status: 503 });
  const now: number = tenant.clock.now();
  return removed ? await tenant.journal.count({ since: now }) : await tenant.journal.dropped();
}

export function read(body: unknown): KinabaseRecord[] {
  return [...recordPage.parse(body).records, kinabaseRecord.parse(body)];
}

export async function onAPort(mock: MockServer): Promise<RunningServer> {
  return await serve(mock, { port: 0 });
}

export const help = (): Promise<void> => main(["--help"]);

import { type Client, type Collection, createClient, type KinabaseRecord } from "../../mod.ts";
import { type CreatedApp, createMockServer, type MockServer } from "../../mock-server/mod.ts";

/** The data of a record of the collection `people`. */
export interface Person {
  fullName: string;
  age: number | null;
}

/** Variables that a block can use without declaring them. */
export interface World {
  appId: string;
  appSecret: string;
  client: Client;
  people: Collection<Person>;
  /** The ID of a record of `people`. */
  id: string;
  /** The ID of a record of the collection `sensors`, whose field `temperature` is tracked. */
  sensorId: string;
  /** New records for `people`. */
  rows: { data: Person }[];
  /** Receives a record that was read. */
  show: (record: KinabaseRecord<Person>) => void;
  mock: MockServer;
  app: CreatedApp;
}

/** Creates the variables for one block. */
export async function createWorld(): Promise<World> {
  const mock = createMockServer();
  const { tenant } = mock;
  const app = await tenant.apps.create({ name: "Docs", description: "Runs the code of the docs" });
  const fields = { fullName: "text", age: "number", hourlyRate: "number" } as const;
  const people = tenant.collections.create({ slug: "people", name: "People", fields });
  const ada = people.records.add({ data: { fullName: "Ada Lovelace", age: 36 } });
  const sensors = tenant.collections.create({
    slug: "sensors",
    name: "Sensors",
    fields: { name: "text", temperature: { type: "number", tracked: true } },
  });
  const lobby = sensors.records.add({ data: { name: "Lobby" } });
  const client = createClient(app.clientOptions());
  return {
    appId: app.appId,
    appSecret: app.appSecret,
    client,
    people: client.collection<Person>("people"),
    id: ada.id,
    sensorId: lobby.id,
    rows: Array.from({ length: 5 }, (_, i) => ({ data: { fullName: `Person ${i}`, age: i } })),
    show: () => {},
    mock,
    app,
  };
}

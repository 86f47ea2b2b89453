// The stack of an error shows the function of the program that called the client.
import type { Client } from "../../mod.ts";
import type { Faces, RuntimeCase } from "./served.ts";

/** A function of a program, with its own name in the stack. */
type Program = (client: Client) => Promise<unknown>;

const PROGRAMS: readonly Program[] = [
  async function programThatGets(client) {
    return await client.collection("people").get("none");
  },
  async function programThatReadsAPage(client) {
    return await client.collection("peple").page();
  },
  async function programThatLists(client) {
    for await (const { id } of client.collection("peple").list()) throw new Error(id);
  },
  async function programThatStreams(client) {
    for await (const { id } of client.collection("peple").stream()) throw new Error(id);
  },
  async function programThatCreates(client) {
    return await client.collection("people").create({ data: { nme: "Ada" } });
  },
  async function programThatUpserts(client) {
    return await client.collection("people").external("crm").upsert("1", { data: { nme: "Ada" } });
  },
  async function programThatCreatesInBulk(client) {
    return await client.collection("people").bulk.create([{ data: { nme: "Ada" } }]);
  },
];

/** Programs whose requests get no response. */
const PROGRAMS_WITHOUT_RESPONSE: readonly Program[] = [
  async function programThatAsksForTheStatus(client) {
    return await client.status();
  },
  async function programThatAsksForAToken(client) {
    return await client.token();
  },
  async function programThatFetches(client) {
    return await client.fetch("status");
  },
];

const isBun = "Bun" in globalThis;

/** The cases for a runtime. */
export function stackCases({ client, mock }: Faces): RuntimeCase[] {
  const cases = (programs: readonly Program[], what: string, lost: boolean): RuntimeCase[] =>
    programs.map((program) => ({
      name: `runtime: the stack of an error shows ${program.name}${what}`,
      skip: isBun && program.name === "programThatLists"
        ? "Bun does not show who waits for an async generator"
        : undefined,
      run: async () => {
        const made = mock.createMockServer();
        const fields = { name: "text" } as const;
        made.tenant.collections.create({ slug: "people", name: "People", fields });
        const app = await made.tenant.apps.create({ name: "Stacks", description: "Fails" });
        if (lost) made.faults.add({ kind: "drop", times: 9 });
        const error = await program(client.createClient(app.clientOptions()))
          .then(() => undefined, (thrown: unknown) => thrown);
        if (!(error instanceof client.KinabaseError)) throw new Error(`it ended with ${error}`);
        const { name, stack = "" } = error;
        if (!stack.includes(program.name)) throw new Error(`it is not in ${stack}`);
        if (!stack.startsWith(`${name}: `)) throw new Error(`no name and message in ${stack}`);
      },
    }));
  return [
    ...cases(PROGRAMS, "", false),
    ...cases(PROGRAMS_WITHOUT_RESPONSE, ", whose request got no response", true),
  ];
}

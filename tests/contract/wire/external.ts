import { kinabaseRecord } from "../../../src/wire/response-schemas.ts";
import { expectOk, expectRefusal, expectSuccess } from "../response.ts";
import { equal, has, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";

const pathOf = (service: string, externalId: string) =>
  `/ext/${encodeURIComponent(service)}/${encodeURIComponent(externalId)}`;

/** Requests by external ID: the ID of a record in another service. */
export const externalCases: Definition[] = [
  define({
    id: "kept",
    title: "a record's external links keep their service, ID and properties",
    level: "wire",
    evidence: "O",
    needs: ["collection"],
    async run({ records }) {
      const service = newService();
      const properties = { url: "https://crm.invalid/42" };
      const { id } = await records.add({ external: [{ key: service, id: "42", properties }] });
      const [link] = (await records.get(id)).external ?? [];
      equal([link?.key, link?.id], [service, "42"], "the link");
      has(link?.properties ?? {}, properties, "its properties");
    },
  }),
  define({
    id: "properties",
    title: "the properties of a link keep numbers and null",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const properties = { rank: 1, gone: null };
      const { id } = await records.add({ external: [{ key: newService(), id: "42", properties }] });
      equal((await records.get(id)).external?.[0]?.properties, properties, "its properties");
    },
  }),
  define({
    id: "none",
    title: "the external property of a record without links is absent, null or empty",
    level: "wire",
    evidence: "O",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add();
      equal((await records.get(id)).external ?? [], [], "the links");
    },
  }),
  define({
    id: "get",
    title: "a record is read by its external ID",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const service = newService();
      const [, second] = await records.addLinked(service, 2);
      const response = await records.call("GET", pathOf(service, `${service}-2`));
      equal(expectOk(response, kinabaseRecord).id, second?.id, "the record's ID");
    },
  }),
  define({
    id: "patch",
    title: "a record is updated by its external ID, and keeps its other fields",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const service = newService();
      const external = [{ key: service, id: "1" }];
      const { id } = await records.add({ data: { name: "Ada", note: "old" }, external });
      expectSuccess(await records.call("PATCH", pathOf(service, "1"), { data: { note: "new" } }));
      const { data } = await records.get(id);
      equal([data["name"], data["note"]], ["Ada", "new"], "the data");
    },
  }),
  define({
    id: "delete",
    title: "a record is deleted by its external ID, which then identifies no record",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const service = newService();
      const [one] = await records.addLinked(service, 1);
      const path = pathOf(service, `${service}-1`);
      expectSuccess(await records.call("DELETE", path));
      expectRefusal(await records.call("GET", path), 404, "status by the external ID");
      expectRefusal(await records.call("GET", `/${one?.id}`), 404, "status by the ID");
    },
  }),
  ...([
    ["GET", undefined],
    ["PATCH", { data: { name: "Ada" } }],
    ["DELETE", undefined],
  ] as const).map(([method, body]) =>
    define({
      id: `unknown-${method.toLowerCase()}`,
      title: `${method} by an unknown external ID is 404`,
      level: "wire",
      evidence: "D",
      needs: ["collection"],
      async run({ records }) {
        const service = newService();
        await records.addLinked(service, 1);
        expectRefusal(await records.call(method, pathOf(service, "other"), body), 404);
        expectRefusal(await records.call(method, pathOf(newService(), `${service}-1`), body), 404);
      },
    })
  ),
  ...([
    ["slash", "a/b"],
    ["percent", "100%"],
    ["encoded", "a%2Fb"],
    ["encoded-twice", "a%252Fb"],
    ["question", "a?b=c&d"],
    ["hash", "a#b"],
    ["space", " a b+c "],
    ["dots", "..a..b"],
    ["unicode", "Grüße 世界 👋"],
    ["reserved", "all"],
    ["semicolon", "a;b,c:d@e=$f"],
    ["backslash", "a\\b"],
  ] as const).map(([what, externalId]) =>
    define({
      id: `path-${what}`,
      title: `the external ID ${JSON.stringify(externalId)} in a path is decoded exactly once`,
      level: "wire",
      evidence: "A",
      needs: ["collection"],
      async run({ records }) {
        const service = newService();
        const key = `${service} ${externalId}`;
        const { id } = await records.add({ external: [{ key, id: externalId }] });
        await records.add({ external: [{ key, id: encodeURIComponent(externalId) + "x" }] });
        const response = await records.call("GET", pathOf(key, externalId));
        equal(expectOk(response, kinabaseRecord).id, id, "the record's ID");
      },
    })
  ),
  define({
    id: "case",
    title: "external IDs and services are case-sensitive",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const service = newService();
      const lower = await records.add({ external: [{ key: service, id: "a1" }] });
      await records.add({ external: [{ key: service, id: "A1" }] });
      const response = await records.call("GET", pathOf(service, "a1"));
      equal(expectOk(response, kinabaseRecord).id, lower.id, "the record's ID");
      expectRefusal(await records.call("GET", pathOf(service.toUpperCase(), "a1")), 404);
    },
  }),
  define({
    id: "taken",
    title: "an external ID that is already used is 400, and nothing is stored",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "external.duplicate": { "409": "409", move: "it is accepted, and the link moves" },
    },
    async run({ records, behavior }) {
      const option = await behavior("external.duplicate");
      const moves = option === "move";
      const service = newService();
      const external = [{ key: service, id: "1" }];
      const { id } = await records.add({ external });
      const again = { data: { name: "Bob" }, external };
      const other = await records.add();
      for (const [method, path] of [["POST", ""], ["PATCH", `/${other.id}`]] as const) {
        const response = await records.call(method, path, again);
        if (moves) expectSuccess(response, `status of ${method}`);
        else expectRefusal(response, Number(option), `status of ${method}`);
      }
      equal((await records.page({ externalService: service })).totalRecords, 1, "linked records");
      const name = (await records.get(other.id)).data["name"];
      equal(name, moves ? "Bob" : "Contract", "the other record's name");
      const links = (await records.get(id)).external ?? [];
      equal(links.length, moves ? 0 : 1, "links of the first");
    },
  }),
  define({
    id: "taken-by-itself",
    title: "an update may repeat the record's own links, but the same link twice is 400",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: { "external.duplicate": { "409": "409", move: "it is accepted" } },
    async run({ records, behavior }) {
      const external = [{ key: newService(), id: "1" }];
      const { id } = await records.add({ external });
      expectSuccess(await records.call("PATCH", `/${id}`, { external }));
      const twice = await records.call("PATCH", `/${id}`, {
        external: [...external, ...external],
      });
      const option = await behavior("external.duplicate");
      if (option === "move") expectSuccess(twice);
      else expectRefusal(twice, Number(option));
    },
  }),
  define({
    id: "other-service",
    title: "the same ID in another service is a different link",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const [one, other] = [newService(), newService()];
      const first = await records.add({ external: [{ key: one, id: "1" }] });
      const second = await records.add({ external: [{ key: other, id: "1" }] });
      const found = expectOk(await records.call("GET", pathOf(other, "1")), kinabaseRecord);
      equal(found.id, second.id, "the record's ID");
      ok(found.id !== first.id, "expected another record");
    },
  }),
  define({
    id: "freed",
    title: "an external ID can be reused once its record is deleted or has other links",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: { "update.external": { merge: "links cannot be removed from a record" } },
    async run({ records, behavior }) {
      const external = [{ key: newService(), id: "1" }];
      const first = await records.add({ external });
      expectSuccess(await records.call("DELETE", `/${first.id}`), "status of DELETE");
      const second = await records.add({ external });
      expectSuccess(await records.call("PATCH", `/${second.id}`, { external: [] }));
      if (await behavior("update.external") === "replace") await records.add({ external });
      else equal((await records.get(second.id)).external?.length, 1, "links after the PATCH");
    },
  }),
];

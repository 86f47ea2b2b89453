import { kinabaseRecord } from "../../../src/wire/response-schemas.ts";
import type { JsonObject } from "../../../src/wire/types.ts";
import { expectOk, expectRefusal, expectSuccess, type JsonResponse } from "../response.ts";
import { equal, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

/** How programs say that they do not give a property. */
const NOTHING = { id: null, numericId: null, external: null, lists: null, fileStorage: null };

/** Requests for one record. */
export const recordCases: Definition[] = [
  define({
    id: "create",
    title: "adding a record returns 200 and the record with its new ID",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const created = await records.add({ data: { name: "Ada", amount: 7 } });
      ok(created.id.length > 0, "expected an ID");
      equal([created.data["name"], created.data["amount"]], ["Ada", 7], "the data");
      equal((await records.get(created.id)).data["name"], "Ada", "the data read back");
    },
  }),
  define({
    id: "create-id-null",
    title: "a new record may have a null ID",
    level: "wire",
    evidence: "O",
    needs: ["collection"],
    async run({ records }) {
      const response = await records.call("POST", "", { id: null, data: { name: "Ada" } });
      ok(expectOk(response, kinabaseRecord).id.length > 0, "expected an ID");
    },
  }),
  define({
    id: "create-id-given",
    title: "a new record with its own ID is 400",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "create.own-id": { ignore: "the record gets another ID", keep: "the record gets this ID" },
    },
    async run({ records, behavior }) {
      const record = { id: crypto.randomUUID(), data: { name: "Ada" } };
      const response = await records.call("POST", "", record);
      const option = await behavior("create.own-id");
      if (option === "refuse") return void expectRefusal(response, 400);
      const { id } = expectOk(response, kinabaseRecord);
      equal(id === record.id, option === "keep", "whether the record has this ID");
    },
  }),
  define({
    id: "numeric-id",
    title: "each new record has a higher number than the one before",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: { "record.numeric-id": { absent: "records have no number" } },
    async run({ records, behavior }) {
      const [one, other] = [await records.add(), await records.add()];
      if (await behavior("record.numeric-id") === "absent") {
        return equal([one.numericId ?? null, other.numericId ?? null], [null, null], "the numbers");
      }
      ok(
        (one.numericId ?? 0) > 0 && (other.numericId ?? 0) > (one.numericId ?? 0),
        `expected increasing numbers, got ${one.numericId} and ${other.numericId}`,
      );
    },
  }),
  define({
    id: "no-times",
    title: "a record does not contain its creation or update time",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: { "record.times": { present: "it contains updatedAt" } },
    async run({ records, behavior }) {
      const { id } = await records.add();
      const extra = Object.keys(await records.get(id)).filter((name) => /time|date|At$/.test(name));
      const expected = await behavior("record.times") === "present" ? ["updatedAt"] : [];
      equal(extra, expected, "properties with a time");
    },
  }),
  ...([
    ["no-data", "without data", {}],
    ["data-text", "whose data is a text", { data: "Ada" }],
    ["data-array", "whose data is an array", { data: [] }],
    ["array", "that is an array", []],
    ["external-no-key", "with a link that names no service", { data: {}, external: [{ id: "1" }] }],
    ["external-no-id", "with a link that has no ID", { data: {}, external: [{ key: "crm" }] }],
    ["malformed", "that is not JSON", "{"],
  ] satisfies [string, string, unknown][]).map(([id, what, body]) =>
    define({
      id: `create-${id}`,
      title: `a new record ${what} is 400`,
      level: "wire",
      evidence: "A",
      needs: ["collection"],
      async run({ records }) {
        expectRefusal(await records.call("POST", "", body), 400);
      },
    })
  ),
  define({
    id: "create-content-type",
    title: "a new record that is not sent as JSON is 400",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: { "request.content-type": { ignore: "it is read as JSON" } },
    async run({ records, behavior }) {
      const headers = { "content-type": "text/plain" };
      const response = await records.call("POST", "", { data: { name: "Ada" } }, headers);
      if (await behavior("request.content-type") === "refuse") expectRefusal(response, 400);
      else equal(expectOk(response, kinabaseRecord).data["name"], "Ada", "name");
    },
  }),
  define({
    id: "update-content-type",
    title: "an update that is not sent as JSON is 400, and changes nothing",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: { "request.content-type": { ignore: "it is read as JSON" } },
    async run({ records, behavior }) {
      const refused = await behavior("request.content-type") === "refuse";
      const service = newService();
      const external = [{ key: service, id: "1" }];
      const { id } = await records.add({ data: { name: "Ada" }, external });
      const headers = { "content-type": "text/plain" };
      for (const path of [`/${id}`, `/ext/${service}/1`]) {
        const response = await records.call("PATCH", path, { data: { name: path } }, headers);
        if (refused) expectRefusal(response, 400, path);
        else expectSuccess(response, path);
        equal((await records.get(id)).data["name"], refused ? "Ada" : path, "name");
      }
    },
  }),
  define({
    id: "values",
    title:
      "texts, numbers, booleans, dates, null, arrays, objects and links are returned unchanged",
    level: "wire",
    evidence: "O",
    needs: ["collections"],
    async run({ collections, recordsOf }) {
      const { slug } = await collections.create({ slug: "any", name: "Any" });
      const { add, get } = recordsOf(slug);
      const data: JsonObject = {
        text: 'Grüße, "世界" 👋\u0000\n',
        empty: "",
        whole: 9_007_199_254_740_991,
        fraction: -0.125,
        yes: true,
        no: false,
        day: "2026-01-31",
        moment: "2026-01-31T23:59:59.999+01:00",
        nothing: null,
        array: [1, [2, []], { three: 3 }],
        object: { nested: { deep: {} } },
        link: { id: UNKNOWN_ID },
        snake_case: "kept",
      };
      const { id } = await add({ data });
      equal((await get(id)).data, data, "the data");
    },
  }),
  define({
    id: "get",
    title: "a record is read by its ID",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const [one, other] = [await records.add(), await records.add()];
      equal((await records.get(other.id)).id, other.id, "the ID");
      equal((await records.get(one.id)).numericId, one.numericId, "the number");
    },
  }),
  ...([
    ["GET", undefined],
    ["PATCH", { data: { name: "Ada" } }],
    ["DELETE", undefined],
  ] as const).map(([method, body]) =>
    define({
      id: `unknown-${method.toLowerCase()}`,
      title: `${method} of an unknown record is 404`,
      level: "wire",
      evidence: "D",
      needs: ["collection"],
      async run({ records }) {
        expectRefusal(await records.call(method, `/${UNKNOWN_ID}`, body), 404);
      },
    })
  ),
  define({
    id: "patch",
    title: "PATCH changes the given fields, and keeps the others",
    level: "wire",
    evidence: "O",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add({ data: { name: "Ada", note: "old", amount: 7 } });
      expectSuccess(await records.call("PATCH", `/${id}`, { data: { note: "new" } }));
      const { data } = await records.get(id);
      equal([data["name"], data["note"], data["amount"]], ["Ada", "new", 7], "the data");
    },
  }),
  define({
    id: "patch-answer",
    title: "PATCH returns the whole record",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "update.answer": { empty: "200 without a body", "204": "204" },
    },
    async run({ records, behavior }) {
      const { id } = await records.add({ data: { name: "Ada", note: "old" } });
      const response = await records.call("PATCH", `/${id}`, { data: { note: "new" } });
      const option = await behavior("update.answer");
      if (option !== "record") return expectNoBody(response, option);
      const { data, ...shown } = expectOk(response, kinabaseRecord);
      equal([shown.id, data["name"], data["note"]], [id, "Ada", "new"], "the record");
    },
  }),
  define({
    id: "patch-null",
    title: "PATCH with null clears a field",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add({ data: { name: "Ada", note: "old" } });
      expectSuccess(await records.call("PATCH", `/${id}`, { data: { note: null } }));
      const { data } = await records.get(id);
      equal([data["name"], data["note"] ?? null], ["Ada", null], "the data");
    },
  }),
  define({
    id: "patch-nested",
    title: "PATCH replaces an object or an array as a whole",
    level: "wire",
    evidence: "A",
    needs: ["collections"],
    async run({ collections, recordsOf }) {
      const { slug } = await collections.create({ slug: "any", name: "Any" });
      const { add, call, get } = recordsOf(slug);
      const { id } = await add({ data: { object: { a: 1, b: 2 }, array: [1, 2] } });
      expectSuccess(await call("PATCH", `/${id}`, { data: { object: { a: 3 }, array: [] } }));
      equal((await get(id)).data, { object: { a: 3 }, array: [] }, "the data");
    },
  }),
  define({
    id: "patch-external",
    title: "PATCH without links keeps them, and with links replaces them all",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: { "update.external": { merge: "it adds links, and removes none" } },
    async run({ records, behavior }) {
      const merges = await behavior("update.external") === "merge";
      const [one, other] = [newService(), newService()];
      const { id } = await records.add({ external: [{ key: one, id: "1" }] });
      const links = async () =>
        ((await records.get(id)).external ?? []).map(({ key }) => key).toSorted();
      await records.call("PATCH", `/${id}`, { data: { note: "new" } });
      equal(await links(), [one], "links after an update of data");
      await records.call("PATCH", `/${id}`, { external: [{ key: other, id: "1" }] });
      equal(
        await links(),
        merges ? [one, other].toSorted() : [other],
        "links after an update of links",
      );
      await records.call("PATCH", `/${id}`, { external: [] });
      equal(await links(), merges ? [one, other].toSorted() : [], "links after an empty array");
    },
  }),
  define({
    id: "null-accepted",
    title: "null in any property of a record other than data is accepted, in POST and PATCH",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const added = await records.call("POST", "", { ...NOTHING, data: {} });
      equal(expectOk(added, kinabaseRecord).external ?? [], [], "links of the new record");
      const { id } = await records.add();
      const change = { ...NOTHING, data: { note: "new" } };
      expectSuccess(await records.call("PATCH", `/${id}`, change), "status of PATCH");
      const bulk = { records: [{ ...change, id }] };
      expectSuccess(await records.call("PATCH", "/bulk", bulk), "status of PATCH bulk");
      equal((await records.get(id)).data["note"], "new", "the data");
    },
  }),
  define({
    id: "null-not-given",
    title: "an update with null in a property other than data keeps the links",
    level: "wire",
    evidence: "O",
    needs: ["collection"],
    async run({ records }) {
      const key = newService();
      const { id } = await records.add({ external: [{ key, id: "1" }] });
      const change = { ...NOTHING, data: { note: "new" } };
      for (const path of [`/ext/${key}/1`, `/${id}`]) {
        expectSuccess(await records.call("PATCH", path, change));
      }
      expectSuccess(await records.call("PATCH", "/bulk", { records: [{ ...change, id }] }));
      const { external } = await records.get(id);
      equal((external ?? []).map((link) => link.key), [key], "the links");
    },
  }),
  define({
    id: "numeric-id-text",
    title: "a numericId that is a text is accepted in POST and PATCH",
    level: "wire",
    evidence: "O",
    needs: ["collection"],
    async run({ records }) {
      const record = { numericId: "17", data: { name: "Ada" } };
      const { id } = expectOk(await records.call("POST", "", record), kinabaseRecord);
      const change = { numericId: "17", data: { note: "new" } };
      expectSuccess(await records.call("PATCH", `/${id}`, change));
      equal((await records.get(id)).data["note"], "new", "the data");
    },
  }),
  ...([
    ["data-text", "whose data is a text", { data: "Ada" }],
    ["array", "that is an array", []],
    ["malformed", "that is not JSON", "{"],
  ] satisfies [string, string, unknown][]).map(([id, what, body]) =>
    define({
      id: `patch-${id}`,
      title: `an update ${what} is 400`,
      level: "wire",
      evidence: "A",
      needs: ["collection"],
      async run({ records }) {
        const { id } = await records.add();
        expectRefusal(await records.call("PATCH", `/${id}`, body), 400);
      },
    })
  ),
  define({
    id: "delete",
    title: "a deleted record is gone, and deleting it again is 404",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add();
      expectSuccess(await records.call("DELETE", `/${id}`));
      expectRefusal(await records.call("GET", `/${id}`), 404, "status of GET");
      expectRefusal(await records.call("DELETE", `/${id}`), 404, "status of another DELETE");
    },
  }),
  define({
    id: "delete-answer",
    title: "a DELETE returns an empty object",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "delete.answer": {
        empty: "200 without a body",
        "204": "204",
        record: "the deleted record",
      },
    },
    async run({ records, behavior }) {
      const { id } = await records.add();
      const response = await records.call("DELETE", `/${id}`);
      const option = await behavior("delete.answer");
      if (option === "empty" || option === "204") return expectNoBody(response, option);
      if (option === "object") return equal(response.body, {}, "the body");
      equal(expectOk(response, kinabaseRecord).id, id, "the ID of the record");
    },
  }),
  define({
    id: "method",
    title: "PUT on a record or a collection is 405",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: { "routing.wrong-method": { "404": "404" } },
    async run({ records, behavior }) {
      const status = Number(await behavior("routing.wrong-method"));
      const { id } = await records.add();
      const body = { data: {} };
      expectRefusal(await records.call("PUT", `/${id}`, body), status, "status for a record");
      expectRefusal(await records.call("PUT", "", body), status, "status for a collection");
    },
  }),
];

function expectNoBody({ status, body }: JsonResponse, option: "empty" | "204"): void {
  equal([status, body ?? null], [option === "204" ? 204 : 200, null], "status and body");
}

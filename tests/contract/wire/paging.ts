import { expectOk, expectRefusal } from "../response.ts";
import { equal, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { newService } from "../collection-context.ts";
import { recordPage } from "../../../src/wire/response-schemas.ts";
import type { RecordPage } from "../../../src/wire/types.ts";

const names = ({ records }: RecordPage) => records.map(({ data }) => data["name"]);

/** `GET /collections/{c}`: pages and filters. */
export const pagingCases: Definition[] = [
  define({
    id: "shape",
    title: "a page contains records, totalRecords, pageIndex and pageSize",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const { id } = await records.add();
      const page = await records.page({ pageSize: 300 });
      equal([page.pageIndex, page.pageSize], [0, 300], "pageIndex and pageSize");
      ok(page.totalRecords >= 1, "expected a total of at least one record");
      ok(
        page.totalRecords > 300 || page.records.some((record) => record.id === id),
        "expected the record on the page",
      );
    },
  }),
  define({
    id: "defaults",
    title: "without parameters the response is the first page, with a size of ten",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      await records.addLinked(newService(), 11);
      const { records: found, pageIndex, pageSize } = await records.page({});
      equal([found.length, pageIndex, pageSize], [10, 0, 10], "records, pageIndex and pageSize");
    },
  }),
  define({
    id: "pages",
    title: "pages contain every record once, and the last page contains the rest",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      await records.addLinked(externalService, 7);
      const pages = [];
      for (const pageIndex of [0, 1, 2]) {
        const page = await records.page({ externalService, pageIndex, pageSize: 3 });
        equal([page.pageIndex, page.pageSize], [pageIndex, 3], "pageIndex and pageSize");
        pages.push(page);
      }
      equal(pages.map((page) => page.records.length), [3, 3, 1], "records on each page");
      equal(pages.flatMap(names).toSorted(), ["1", "2", "3", "4", "5", "6", "7"], "the records");
    },
  }),
  define({
    id: "beyond",
    title: "a page after the last one is empty",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: { "list.beyond-end": { "400": "400", repeat: "the last page again" } },
    async run({ records, behavior }) {
      const externalService = newService();
      await records.addLinked(externalService, 2);
      const query = `?externalService=${externalService}&pageIndex=1&pageSize=2`;
      const response = await records.call("GET", query);
      const option = await behavior("list.beyond-end");
      if (option === "400") return void expectRefusal(response, 400);
      const page = expectOk(response, recordPage);
      const expected = option === "repeat" ? 2 : 0;
      equal([page.records.length, page.totalRecords], [expected, 2], "records and totalRecords");
    },
  }),
  define({
    id: "order",
    title: "records are in the order of their creation, and an update keeps that order",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    dependsOn: {
      "list.order": {
        updated: "in the order of their last update",
        id: "in the order of their IDs",
      },
    },
    async run({ records, target, behavior }) {
      const externalService = newService();
      // So many that their random IDs are hardly in the order of their creation.
      const added = await records.addLinked(externalService, 8);
      const [first, ...others] = added;
      await target.clock?.advance(1);
      await records.call("PATCH", `/${first?.id}`, { data: { note: "updated" } });
      const expected = {
        created: added,
        updated: [...others, first],
        id: added.toSorted((a, b) => a.id < b.id ? -1 : 1),
      }[await behavior("list.order")];
      const found = (await records.page({ externalService })).records.map(({ id }) => id);
      equal(found, expected.map((record) => record?.id), "the records");
    },
  }),
  define({
    id: "total",
    title: "totalRecords counts all records that match the filter, on every page",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      await records.add();
      await records.addLinked(externalService, 3);
      for (const pageIndex of [0, 1]) {
        const page = await records.page({ externalService, pageIndex, pageSize: 2 });
        equal(page.totalRecords, 3, `totalRecords of page ${pageIndex}`);
      }
    },
  }),
  define({
    id: "max",
    title: "a page of 300 is accepted, and one of 301 is 400",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      expectOk(await records.call("GET", "?pageSize=300"), recordPage);
      expectRefusal(await records.call("GET", "?pageSize=301"), 400);
    },
  }),
  ...[
    "pageSize=0",
    "pageSize=-1",
    "pageSize=ten",
    "pageSize=2.5",
    "pageSize=",
    "pageIndex=-1",
    "pageIndex=one",
    "updatedAfter=yesterday",
    "updatedAfter=2026-02-30T00:00:00Z",
    "includeLists=maybe",
  ].map((query) =>
    define({
      id: `malformed-${query}`,
      title: `?${query} is 400`,
      level: "wire",
      evidence: "A",
      needs: ["collection"],
      async run({ records }) {
        expectRefusal(await records.call("GET", `?${query}`), 400);
      },
    })
  ),
  define({
    id: "updated-after",
    title: "updatedAfter selects the records updated since then",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      await records.addLinked(externalService, 2);
      const total = async (updatedAfter: string) =>
        (await records.page({ externalService, updatedAfter })).totalRecords;
      equal(await total("2001-01-01T00:00:00Z"), 2, "records since 2001");
      equal(await total("2901-01-01T00:00:00Z"), 0, "records since 2901");
    },
  }),
  define({
    id: "updated-after-zone",
    title: "updatedAfter accepts dates, fractions and offsets, and assumes UTC without a zone",
    level: "wire",
    evidence: "A",
    needs: ["collection", "clock"],
    async run({ records, clock }) {
      await clock.advance(Date.parse("2500-01-01T12:00:00Z") - clock.now());
      await records.add();
      const total = async (updatedAfter: string) =>
        (await records.page({ updatedAfter })).totalRecords;
      equal(await total("2500-01-01"), 1, "records since the day began");
      equal(await total("2500-01-01T11:59:59.999Z"), 1, "records since a millisecond before");
      equal(await total("2500-01-01T13:59:59+02:00"), 1, "records since a second before");
      equal(await total("2500-01-01T11:59:59"), 1, "records since a second before, without a zone");
      equal(await total("2500-01-01T12:00:01"), 0, "records since a second after");
    },
  }),
  define({
    id: "updated-after-strict",
    title: "updatedAfter excludes records that were updated at exactly that time",
    level: "wire",
    evidence: "A",
    needs: ["collection", "clock"],
    dependsOn: { "list.updated-after": { inclusive: "it includes them" } },
    async run({ records, clock, behavior }) {
      await records.add({ data: { name: "before" } });
      await clock.advance(1);
      const updatedAfter = new Date(clock.now()).toISOString();
      await records.add({ data: { name: "at" } });
      await clock.advance(1);
      await records.add({ data: { name: "after" } });
      const page = await records.page({ updatedAfter });
      const expected = await behavior("list.updated-after") === "inclusive"
        ? ["after", "at"]
        : ["after"];
      equal(
        [names(page).toSorted(), page.totalRecords],
        [expected, expected.length],
        "the records",
      );
    },
  }),
  define({
    id: "updated-after-update",
    title: "updatedAfter selects a record again once it is updated",
    level: "wire",
    evidence: "D",
    needs: ["collection", "clock"],
    async run({ records, clock }) {
      const [one, two] = await records.addLinked(newService(), 3);
      await clock.advance("1m");
      const updatedAfter = new Date(clock.now()).toISOString();
      await clock.advance("1m");
      equal(names(await records.page({ updatedAfter })), [], "the records before");
      await records.call("PATCH", `/${two?.id}`, { data: { note: "updated" } });
      equal(names(await records.page({ updatedAfter })), ["2"], "the records after one update");
      await records.call("PATCH", `/${one?.id}`, { data: { note: "updated" } });
      const both = names(await records.page({ updatedAfter })).toSorted();
      equal(both, ["1", "2"], "the records after two");
    },
  }),
  define({
    id: "external-service",
    title:
      "externalService selects records linked to that service; true selects records linked to any service",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      const [one, other] = [newService(), newService()];
      const before = (await records.page({ externalService: "true" })).totalRecords;
      await records.add();
      await records.addLinked(one, 2);
      await records.addLinked(other, 1);
      const total = async (externalService: string) =>
        (await records.page({ externalService })).totalRecords;
      equal(
        [await total(one), await total(other), await total(newService())],
        [2, 1, 0],
        "records of one service, of another and of none",
      );
      equal(await total("true"), before + 3, "records of any service");
    },
  }),
  define({
    id: "include-lists-accepted",
    title: "includeLists is accepted",
    level: "wire",
    evidence: "D",
    needs: ["collection"],
    async run({ records }) {
      for (const includeLists of ["true", "false"]) await records.page({ includeLists });
    },
  }),
  define({
    id: "include-lists",
    title: "includeLists adds the lists to each record",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      await records.addLinked(externalService, 1);
      const lists = async (includeLists: string) =>
        (await records.page({ externalService, includeLists })).records.map((r) => r.lists);
      ok(Array.isArray((await lists("true"))[0]), "expected an array of lists");
      equal(await lists("false"), [undefined], "lists that were not asked for");
    },
  }),
  define({
    id: "unknown-parameters",
    title: "undocumented parameters such as filter[…] and limit are ignored",
    level: "wire",
    evidence: "O",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      await records.addLinked(externalService, 2);
      const page = await records.page({ externalService, "filter[name]": "1", limit: 1 });
      equal(page.totalRecords, 2, "totalRecords");
      equal(page.records.length, 2, "records");
    },
  }),
  define({
    id: "deleted",
    title: "a deleted record is on no page",
    level: "wire",
    evidence: "A",
    needs: ["collection"],
    async run({ records }) {
      const externalService = newService();
      const [, second] = await records.addLinked(externalService, 3);
      await records.call("DELETE", `/${second?.id}`);
      const page = await records.page({ externalService, updatedAfter: "2001-01-01T00:00:00Z" });
      equal([names(page).toSorted(), page.totalRecords], [["1", "3"], 2], "the records");
    },
  }),
];

import { expect, test } from "bun:test";
import { isSameLink, linkKey } from "../../../../../mock-server/world/collections/links.ts";

const LINKS = [
  ["crm", "1"],
  ["crm", "2"],
  ["erp", "1"],
  ["CRM", "1"],
  ["crm", "a"],
  ["crm", "A"],
  ['crm","a', "A"],
  ["crm", 'a","A'],
] as const;

test("links are the same if they have the same service and ID, in the same letter case", () => {
  for (const [key, id] of LINKS) {
    for (const [service, externalId] of LINKS) {
      const isSame = key === service && id === externalId;
      expect(isSameLink({ key, id }, { key: service, id: externalId })).toBe(isSame);
      expect(linkKey(key, id) === linkKey(service, externalId)).toBe(isSame);
    }
  }
});

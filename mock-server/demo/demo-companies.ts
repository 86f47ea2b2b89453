import type { CollectionSeed } from "../world/collections/definitions.ts";
import { demoCollectionId } from "./demo-ids.ts";
import { crmLink, demoDate, demoRecords, inAddress, pick, pickBoth } from "./demo-records.ts";

const ADJECTIVES = [
  "Amber",
  "Brave",
  "Copper",
  "Dapper",
  "Early",
  "Fuzzy",
  "Gentle",
  "Humble",
  "Indigo",
  "Jolly",
] as const;
const NOUNS = ["Teapots", "Lanterns", "Pebbles", "Umbrellas", "Balloons"] as const;
const INDUSTRIES = ["Manufacturing", "Retail", "Logistics", "Consulting"] as const;
const CITIES = ["Exampleton", "Sampleford", "Mockville", "Testbury"] as const;

/** The collection `companies` of the demo, with made-up companies. */
export function demoCompanies(): CollectionSeed {
  return {
    slug: "companies",
    name: "Companies",
    id: demoCollectionId("companies"),
    fields: {
      name: "text",
      industry: "text",
      city: "text",
      website: "text",
      employees: "number",
      foundedOn: "date",
      isCustomer: "boolean",
    },
    records: demoRecords("companies", (number) => {
      const name = pickBoth(ADJECTIVES, NOUNS, number).join(" ");
      return {
        data: {
          name,
          industry: pick(INDUSTRIES, number),
          city: pick(CITIES, number + 1),
          website: number % 7 === 0 ? null : `https://${inAddress(name)}.example`,
          employees: number % 10 === 0 ? null : (number * 37) % 400 + 3,
          foundedOn: demoDate(-number * 311),
          isCustomer: number % 2 === 0,
        },
        external: crmLink("COMPANY", number),
      };
    }),
  };
}

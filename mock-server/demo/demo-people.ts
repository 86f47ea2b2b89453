import type { CollectionSeed } from "../world/collections/definitions.ts";
import { demoCollectionId, demoRecordId } from "./demo-ids.ts";
import { crmLink, demoDate, demoRecords, inAddress, pick, pickBoth } from "./demo-records.ts";

const FIRST_NAMES = [
  "Basil",
  "Clover",
  "Daisy",
  "Fern",
  "Ginger",
  "Hazel",
  "Iris",
  "Juniper",
  "Olive",
  "Sage",
] as const;
const LAST_NAMES = ["Sampleson", "Mockford", "Testwell", "Placeholder", "Exampler"] as const;
const JOB_TITLES = ["Engineer", "Accountant", "Designer", "Buyer", "Support agent"] as const;

/** The collection `people` of the demo, with made-up people. Each one links to a company. */
export function demoPeople(): CollectionSeed {
  return {
    slug: "people",
    name: "People",
    id: demoCollectionId("people"),
    fields: {
      fullName: "text",
      email: "text",
      jobTitle: "text",
      hourlyRate: "number",
      startedOn: "date",
      isRemote: "boolean",
      company: "link",
    },
    records: demoRecords("people", (number) => {
      const fullName = pickBoth(FIRST_NAMES, LAST_NAMES, number).join(" ");
      return {
        data: {
          fullName,
          email: number % 8 === 0 ? null : `${inAddress(fullName)}@mail.example`,
          jobTitle: pick(JOB_TITLES, number),
          hourlyRate: number % 9 === 0 ? null : 40 + (number * 7) % 60 + 0.5,
          startedOn: demoDate(-number * 23),
          isRemote: number % 4 === 0,
          company: { id: demoRecordId("companies", Math.ceil(number / 2)) },
        },
        external: crmLink("PERSON", number),
      };
    }),
  };
}

import type { CollectionSeed } from "../world/collections/definitions.ts";
import { demoCollectionId, demoRecordId } from "./demo-ids.ts";
import { demoDate, demoRecords, pick, pickBoth } from "./demo-records.ts";

const VERBS = ["Check", "Order", "Plan", "Review", "Update"] as const;
const OBJECTS = [
  "the annual budget",
  "the contract",
  "the delivery dates",
  "the handbook",
  "the invoice",
  "the office plants",
  "the price list",
  "the spare parts",
  "the training day",
  "the travel costs",
] as const;
const STATUSES = ["open", "in progress", "waiting", "done"] as const;

/** The collection `tasks` of the demo. Most of them link to the person who does them. */
export function demoTasks(): CollectionSeed {
  return {
    slug: "tasks",
    name: "Tasks",
    id: demoCollectionId("tasks"),
    fields: {
      title: "text",
      status: "text",
      priority: "number",
      estimatedHours: "number",
      dueOn: "date",
      isDone: "boolean",
      assignee: "link",
    },
    records: demoRecords("tasks", (number) => {
      const status = pick(STATUSES, number);
      return {
        data: {
          title: pickBoth(VERBS, OBJECTS, number).join(" "),
          status,
          priority: number % 3 + 1,
          estimatedHours: number % 6 === 0 ? null : (number % 16 + 1) / 2,
          dueOn: number % 5 === 0 ? null : demoDate(number * 3),
          isDone: status === "done",
          assignee: number % 11 === 0 ? null : { id: demoRecordId("people", 51 - number) },
        },
      };
    }),
  };
}

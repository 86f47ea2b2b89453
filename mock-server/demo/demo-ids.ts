/** The demo's collections. The number is part of the IDs, so it must not change. */
const NUMBERS = { companies: 1, people: 2, tasks: 3 } as const;

/** The slug of a collection of the demo. */
export type DemoSlug = keyof typeof NUMBERS;

/** A UUID that a reader recognizes as part of the demo. */
export function demoId(group: number, number: number): string {
  return `facade0${group}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** The ID of a collection. */
export function demoCollectionId(slug: DemoSlug): string {
  return demoId(NUMBERS[slug], 0);
}

/** The ID of a record. Its number is also its numeric ID, from 1. */
export function demoRecordId(slug: DemoSlug, number: number): string {
  return demoId(NUMBERS[slug], number);
}

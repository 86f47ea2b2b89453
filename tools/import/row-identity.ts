/**
 * What identifies the record of a row: the record's ID, or its link to a service. `undefined` if nothing does, so
 * that each row becomes a new record.
 */
export type RowIdentity = "id" | { service: string } | undefined;

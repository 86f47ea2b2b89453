import { expect, test } from "bun:test";
import { newCallState } from "../../../../src/http/call-state.ts";
import { noteSent, noteStatus } from "../../../../src/http/maybe-applied.ts";

test.each([
  [200, { maybeApplied: true, rejected: false }],
  [302, { maybeApplied: true, rejected: false }],
  [400, { maybeApplied: false, rejected: true }],
  [401, { maybeApplied: false, rejected: false }],
  [403, { maybeApplied: false, rejected: false }],
  [408, { maybeApplied: true, rejected: false }],
  [429, { maybeApplied: false, rejected: false }],
  [499, { maybeApplied: true, rejected: false }],
  [500, { maybeApplied: true, rejected: false }],
])("what a %d proves", (status, proven) => {
  const state = newCallState();
  noteSent(state);
  noteStatus(state, status);
  expect(state).toMatchObject(proven);
});

test("a later response proves nothing about an earlier request", () => {
  const state = newCallState();
  noteSent(state);
  noteSent(state);
  noteStatus(state, 400);
  expect(state).toMatchObject({ maybeAppliedBefore: true, maybeApplied: true, rejected: true });
});

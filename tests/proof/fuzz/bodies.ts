import * as fc from "fast-check";
import type { JsonValue } from "../../../mod.ts";
import { type Edit, edited, edits } from "./edits.ts";
import { anyJson, anyJsonObject } from "./json.ts";
import { anyText, editText, type TextEdit, textEdit, word } from "./text.ts";
import { APP_ID, type Target } from "./world.ts";

/** Stands for the secret after its name in a plan, so that a failure's report does not show it. */
export const SECRET = "{{secret}}";
/** Stands for the secret in any other place. */
const ANYWHERE = "{{secret anywhere}}";
/** Stands for the valid token. */
export const TOKEN = "{{token}}";

/** A body to send: a JSON value with changes, and changes of its text. */
export interface BodyPlan {
  value: JsonValue;
  json?: Edit[];
  /** Only one, so that a secret never loses both its name and its form. */
  text?: TextEdit;
  /** Replaces the body by this many nested arrays in the data of a record. */
  depth?: number;
}

/** A body made from valid values: as it is, or changed, or something else altogether. */
export function bodyFrom(valid: fc.Arbitrary<JsonValue>): fc.Arbitrary<BodyPlan> {
  const plain = valid.map((value): BodyPlan => ({ value }));
  const changed = fc.record({ value: valid, json: edits(anyJson()) });
  const broken = fc.record({ value: valid, text: textEdit() });
  const other = anyJson().map((value): BodyPlan => ({ value }));
  const depth = fc.constantFrom(98, 99, 101, 5_000, 200_000);
  const deep = fc.record({ value: fc.constant(null), depth });
  return fc.oneof(
    { weight: 10, arbitrary: plain },
    { weight: 6, arbitrary: changed },
    { weight: 2, arbitrary: broken },
    { weight: 1, arbitrary: other },
    { weight: 1, arbitrary: deep },
  );
}

/** The text of a body, with the secrets filled in. */
export function textOf(plan: BodyPlan, secrets: { secret: string; token: string }): string {
  const { value, json = [], text, depth } = plan;
  if (depth !== undefined) return `{"data":{"x":${"[".repeat(depth)}${"]".repeat(depth)}}}`;
  const whole = (JSON.stringify(edited(value, json)) ?? "").replaceAll(SECRET, secrets.secret);
  // A part of a token, or of a secret without its name, cannot be recognized.
  if (text !== undefined) {
    return editText(whole.replaceAll(ANYWHERE, "").replaceAll(TOKEN, ""), text);
  }
  return whole.replaceAll(ANYWHERE, secrets.secret).replaceAll(TOKEN, secrets.token);
}

const rarely = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 15, arbitrary: usual }, { weight: 1, arbitrary: rare });

const recordId = ({ ids }: Target) => rarely(fc.constantFrom(...ids), anyText());

const filledText = () => anyText().filter((text) => text !== "");

const link = ({ links }: Target) =>
  fc.oneof(
    fc.constantFrom(...links),
    fc.record({ key: word(), id: filledText() }),
    fc.record({ key: word(), id: word(), properties: anyJsonObject() }),
    fc.record({ key: filledText(), id: filledText(), more: anyJson() }),
  );

const links = (of: Target) => fc.option(fc.array(link(of), { maxLength: 3 }));

const sensorData = () =>
  fc.record({
    name: fc.oneof(anyText(), fc.constant(null)),
    on: fc.boolean(),
    since: fc.constantFrom("2026-01-31", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00"),
    owner: fc.constantFrom<JsonValue>({ id: "r1" }, [{ id: "r1" }, { id: "r2", more: 1 }], []),
    temperature: fc.double({ noNaN: true, noDefaultInfinity: true }),
    note: anyText(),
  }, { requiredKeys: [] });

const leaky = () =>
  fc.constantFrom<JsonValue>(
    { note: TOKEN },
    { [TOKEN]: TOKEN, note: `token=${TOKEN}` },
    { note: ANYWHERE },
    { [ANYWHERE]: `x ${ANYWHERE}, y` },
    { appSecret: SECRET, note: { Authorization: `Bearer ${TOKEN}` } },
  );

const data = ({ isOpen }: Target): fc.Arbitrary<JsonValue> =>
  fc.oneof(
    { weight: 12, arbitrary: isOpen ? anyJsonObject() : sensorData() },
    { weight: 1, arbitrary: isOpen ? sensorData() : anyJsonObject() },
    { weight: 1, arbitrary: leaky() },
  );

const change = (of: Target): fc.Arbitrary<JsonValue> =>
  fc.record({ data: data(of), external: links(of), more: anyJson() }, { requiredKeys: [] });

const moment = () =>
  fc.oneof(
    fc.constantFrom<JsonValue>(
      "2026-01-31T12:00:00Z",
      "2026-01-31T12:00:00",
      "2026-01-31T12:00:00.123456789+01:00",
      "2026-13-31T12:00:00Z",
      "2026-01-31",
      0,
      null,
    ),
    anyText(),
  );

const telemetry = (of: Target) =>
  fc.record({
    timestamp: moment(),
    data: fc.oneof(
      fc.record({ temperature: fc.double({ noNaN: true }), note: anyText() }, { requiredKeys: [] }),
      data(of),
    ),
  });

// At most the batch size of a world, and sometimes more.
const listOf = (item: fc.Arbitrary<JsonValue>) =>
  rarely(fc.array(item, { maxLength: 3 }), fc.array(item, { maxLength: 10, size: "+2" }));

const newRecord = (of: Target): fc.Arbitrary<JsonValue> =>
  fc.record({ data: data(of), external: links(of) }, { requiredKeys: ["data"] });

/** Valid bodies of each operation, by its ID. */
export const VALID_BODIES: Readonly<Record<string, (of: Target) => fc.Arbitrary<JsonValue>>> = {
  requestToken: () =>
    fc.constantFrom<JsonValue>(
      { appId: APP_ID, appSecret: SECRET },
      { appId: APP_ID.toUpperCase(), secret: SECRET },
      { appId: APP_ID, appSecret: SECRET, secret: SECRET, more: { appSecret: SECRET } },
      { appId: APP_ID, appSecret: "wrong" },
    ),
  postRecord: newRecord,
  patchRecord: change,
  patchExternal: change,
  postBulk: (of) => fc.record({ records: listOf(newRecord(of)) }),
  patchBulk(of) {
    const record = fc.record({ id: recordId(of), data: data(of), external: links(of) }, {
      requiredKeys: ["id"],
    });
    const byId = { selector: ({ id }: { id: string }) => id, maxLength: 3 };
    return fc.record({ records: rarely(fc.uniqueArray(record, byId), listOf(record)) });
  },
  deleteBulk: (of) =>
    fc.record({ recordIds: rarely(fc.subarray([...of.ids]), listOf(recordId(of))) }),
  ingest(of) {
    const changes = fc.array(telemetry(of), { maxLength: 3 });
    const mode = fc.constantFrom("FUTURE_FACING", null);
    const records = listOf(fc.record({ id: recordId(of), changes }));
    return fc.record({ mode, records }, { requiredKeys: ["records"] });
  },
};

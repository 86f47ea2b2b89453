// Lists in the documentation are complete: they name everything of a kind that the code has.
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { faultSchema } from "../../mock-server/world/faults/fault-schema.ts";
import { root } from "./blocks.ts";

const textOf = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** The names that a text does not contain as code, alone or as the beginning of an expression. */
const missing = (names: readonly string[], text: string): string[] =>
  names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text));

/** The properties of the interfaces in a source file. */
const propertiesOf = (file: string): string[] => [
  ...new Set([...textOf(file).matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map(([, name = ""]) => name)),
];

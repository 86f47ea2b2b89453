import process from "node:process";
import * as util from "node:util";
import { CONTROL_PATH } from "../mock-server/control/path.ts";
import type { JournalEntry } from "../mock-server/mod.ts";
import { API_PATH } from "../mock-server/support/api-path.ts";
import { failureReason } from "../mock-server/world/journal/failure-reason.ts";
import { printable } from "./printable.ts";
import { environmentVariable } from "./system.ts";

/** Prints one line for each request. */
export interface RequestLog {
  /** Prints a request to the API. */
  request(entry: JournalEntry): void;
  /** Prints a request to the control API or the page if it failed. Other requests are ignored. */
  control(request: Request, response: Response, duration: number): Promise<void>;
}

type Color = "cyan" | "green" | "red" | "yellow";

/** Colors a text. */
export type Paint = (color: Color, text: string) => string;

/** What is printed about a request. */
interface Line {
  method: string;
  path: string;
  /** The status; absent if there was no response. */
  status?: number | undefined;
  /** Milliseconds. */
  duration?: number | undefined;
  /** The fault that hit it. */
  fault?: string | undefined;
  /** Why it failed; the fault, if nothing else is known. */
  reason?: string | undefined;
}

/**
 * Creates a log of requests.
 *
 * @param printLine Default: prints to standard error, because programs read standard output.
 * @param paint Default: colors on a terminal, unless `NO_COLOR` is set.
 */
export function createRequestLog(
  printLine: (line: string) => void = printError,
  paint: Paint = isColored() ? inColor : plain,
): RequestLog {
  return {
    request({ path, ...entry }) {
      printLine(lineOf({ ...entry, path: fullPath(path) }, paint));
    },
    async control(request, response, duration) {
      const { method, url } = request;
      const path = new URL(url).pathname;
      const { status } = response;
      if (status < 400 || !isControl(path)) return;
      const responseBody = await response.clone().json().catch(() => undefined);
      const reason = failureReason({ status, duration, responseBody });
      printLine(lineOf({ method, path, status, duration, reason }, paint));
    },
  };
}

function lineOf({ method, path, status, duration = 0, fault, reason }: Line, paint: Paint): string {
  return [
    `${printable(method).padEnd(6)} ${printable(path)}`,
    status === undefined ? paint("red", "no response") : paint(colorOf(status), String(status)),
    `${Math.round(duration)} ms`,
    ...(fault === undefined ? [] : [paint("cyan", `fault: ${fault}`)]),
    ...(reason === undefined || reason === fault ? [] : [printable(reason)]),
  ].join("  ");
}

function colorOf(status: number): Color {
  if (status >= 500) return "red";
  if (status >= 400) return "yellow";
  return status >= 300 ? "cyan" : "green";
}

/** The path of the URL: the journal's paths are relative to the API. */
function fullPath(path: string): string {
  return path.startsWith("/../..") ? path.slice("/../..".length) : `${API_PATH}${path}`;
}

function isControl(path: string): boolean {
  return path === "/" || path === "/openapi.json" || path.startsWith(`${CONTROL_PATH}/`);
}

function printError(line: string): void {
  process.stderr.write(`${line}\n`);
}

function isColored(): boolean {
  const isOff = (environmentVariable("NO_COLOR") ?? "") !== "";
  return process.stderr.isTTY && !isOff && environmentVariable("TERM") !== "dumb";
}

const plain: Paint = (_color, text) => text;

/** Node has `styleText` since 20.12. */
const inColor: Paint = (color, text) =>
  util.styleText === undefined ? text : util.styleText(color, text, { validateStream: false });

import * as z from "zod";
import { expected, strict } from "./check.ts";

/** Which requests match. Omitted properties match anything. */
export interface RequestMatch {
  /** The HTTP method, in any letter case. */
  method?: string | undefined;
  /**
   * The path below `/api/v1`, such as `/token`, without its query. A `*` stands for any text:
   * `/collections/*`.
   */
  path?: string | undefined;
}

/** The parts of a request that can be matched. */
export interface Matchable {
  /** The HTTP method. */
  method: string;
  /** The path below `/api/v1`. */
  path: string;
}

const METHOD = 'a method such as "POST"';
const PATH = 'a path below /api/v1 that starts with /, such as "/token" or "/collections/*"';

/**
 * The properties of a match, for schemas that extend it.
 *
 * @internal
 */
export const matchShape: {
  method: z.ZodType<string | undefined>;
  path: z.ZodType<string | undefined>;
} = {
  method: z.string(expected(METHOD)).regex(/^[A-Za-z]+$/, expected(METHOD)).optional(),
  path: z.string(expected(PATH)).regex(/^(?!\/api\/v1(?:\/|$))[/*][^?#]*$/, expected(PATH))
    .optional(),
};

/**
 * The schema of a match.
 *
 * @internal
 */
export const requestMatch: z.ZodType<RequestMatch> = z.lazy(() => strict(matchShape));

/** Whether a request matches. */
export function matches({ method, path }: RequestMatch, request: Matchable): boolean {
  return isMethod(method, request) && isPath(path, request);
}

/** Whether a request has a method, in any letter case. */
export function isMethod(method: string | undefined, request: Matchable): boolean {
  return method === undefined || method.toUpperCase() === request.method;
}

/** Whether a request has a path, in which `*` matches any text. */
export function isPath(path: string | undefined, request: Matchable): boolean {
  return path === undefined || covers(path.split("*"), request.path);
}

/** Whether a text starts with the first part, ends with the last, and has the others between, in order. */
function covers([first = "", ...others]: readonly string[], text: string): boolean {
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

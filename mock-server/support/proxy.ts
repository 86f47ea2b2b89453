import { isLoopback } from "../../src/support/loopback.ts";
import { isPermitted } from "./permission.ts";

/**
 * Whether requests to a host of this machine would go to a proxy, and what to do about it. Bun and Deno send
 * them to `HTTP_PROXY` unless `NO_PROXY` names the host: with a request goes the secret in it, and the
 * proxy cannot reach this machine anyway.
 *
 * @param url Where requests are to be sent.
 * @param environment The environment variables. Default: the process's, on Bun and Deno; Node's `fetch` and
 * Workers do not read them.
 * @returns The problem and its remedy, or nothing.
 */
export function proxyProblem(
  url: string,
  environment: (name: string) => string | undefined = environmentVariable,
): string | undefined {
  const { hostname, port, protocol } = new URL(url);
  if (!isLoopback(hostname)) return undefined;
  const names = protocol === "https:"
    ? ["https_proxy", "HTTPS_PROXY"]
    : ["http_proxy", "HTTP_PROXY"];
  const proxy = names.find((name) => environment(name));
  if (proxy === undefined) return undefined;
  const exempt = (environment("no_proxy") ?? environment("NO_PROXY") ?? "").split(",")
    .map((entry) => entry.trim().toLowerCase());
  const host = hostname.replace(/^\[|\]$/g, "");
  const isExempt = exempt.some((entry) =>
    entry === "*" || entry === host || entry === hostname || entry === `${host}:${port}` ||
    (entry !== "" && host.endsWith(`.${entry.replace(/^\*?\./, "")}`))
  );
  return isExempt
    ? undefined
    : `${proxy} is set, so requests to ${hostname} would be sent to a proxy. ` +
      `Add ${hostname} to NO_PROXY, or unset ${proxy}.`;
}

function environmentVariable(name: string): string | undefined {
  if (!("Bun" in globalThis || "Deno" in globalThis)) return undefined;
  // Asking for a variable that is not permitted would show a prompt.
  if (!isPermitted({ name: "env", variable: name })) return undefined;
  const process: unknown = Reflect.get(globalThis, "process");
  const env: unknown = isObject(process) ? process["env"] : undefined;
  const value: unknown = isObject(env) ? env[name] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

import type { Fault, FaultKind, FaultName } from "../world/faults/fault-types.ts";

/** The label of each kind of fault. */
export const FAULT_LABELS: Readonly<Record<FaultName, string>> = {
  status: "Status",
  delay: "Delay",
  stalledBody: "Stalled body",
  cutBody: "Cut body",
  malformedJson: "Malformed JSON",
  html: "HTML page",
  drop: "Dropped connection",
  rateLimit: "Rate limit (429)",
  invalidCredentials: "Invalid credentials",
  apiNotEnabled: "API not enabled",
  appExpired: "App expired",
  appRevoked: "App revoked",
  tokenMissing: "Token missing",
  tokenInvalid: "Token invalid",
  tokenExpired: "Token expired",
};

/** Why a request failed: the error text of its response, or the fault that hit it. */
export function reasonLabel(reason: string | undefined, fault: FaultName | undefined): string {
  return reason === fault && fault !== undefined ? `Fault: ${FAULT_LABELS[fault]}` : reason ?? "";
}

/** The settings of a fault: its status, duration or number of bytes. */
export function faultDetails(fault: FaultKind): string {
  switch (fault.kind) {
    case "status":
      return String(fault.status);
    case "delay":
      return typeof fault.duration === "number" ? `${fault.duration} ms` : fault.duration;
    case "stalledBody":
    case "cutBody":
      return `after ${fault.after ?? 1} B`;
    case "rateLimit":
      return fault.retryAfter === undefined ? "" : `Retry-After ${fault.retryAfter} s`;
    case "malformedJson":
    case "drop":
      return "";
    default:
      return fault.status === undefined ? "" : String(fault.status);
  }
}

/** The requests that a fault affects, in a few words. */
export function faultTarget({ match = {} }: Fault): string {
  const { method, path, nth } = match;
  const which = [method?.toUpperCase(), path].filter(Boolean).join(" ") || "any request";
  return nth === undefined || nth === 1 ? which : `${which}, starting with matching request ${nth}`;
}

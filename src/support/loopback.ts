/**
 * Whether a host name always refers to the local machine: `localhost`, a name below it, `127.0.0.0/8` or
 * `::1`.
 *
 * @param hostname In lower case, as `URL` gives it; an IPv6 address with or without brackets.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" ||
    hostname === "::1" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

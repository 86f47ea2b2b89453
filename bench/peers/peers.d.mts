/** The other clients, each as a function that gets one record. Empty when they are not installed. */
export function peers(
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>,
  baseUrl: string,
  path: string,
  token: string,
): Record<string, () => Promise<unknown>>;

/** What a response was made of. To read that from the response takes long, on every runtime. */
export interface KnownResponse {
  /** Its status. */
  readonly status: number;
  /** Its body. */
  readonly text: string;
  /** Its headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

const known = new WeakMap<Response, KnownResponse>();

/** Makes a response that remembers what it was made of. */
export function knownResponse(of: KnownResponse): Response {
  const { status, text, headers } = of;
  const response = new Response(text, { status, headers });
  known.set(response, of);
  return response;
}

/** What a response was made of, if it was made here. A copy of it, such as one with other headers, is not known. */
export function contentOf(response: Response): KnownResponse | undefined {
  return known.get(response);
}

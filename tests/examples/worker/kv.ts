// The service behind a KV namespace in workerd: GET and PUT of a key.
const entries = new Map<string, string>();

export default {
  async fetch(request: Request): Promise<Response> {
    const key = decodeURIComponent(new URL(request.url).pathname.slice(1));
    if (request.method === "PUT") {
      entries.set(key, await request.text());
      return new Response();
    }
    const value = entries.get(key);
    return value === undefined ? new Response(null, { status: 404 }) : new Response(value);
  },
};

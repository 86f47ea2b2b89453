// The service behind a KV namespace in workerd. It speaks the protocol of KV: GET and PUT of a key.
const entries = new Map<string, string>();

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const key = decodeURIComponent(pathname.slice(1));
    if (request.method === "PUT") {
      // KV refuses shorter times.
      const expiration = Number(searchParams.get("expiration"));
      if (expiration < Date.now() / 1000 + 60) return new Response(null, { status: 400 });
      entries.set(key, await request.text());
      return new Response();
    }
    const value = entries.get(key);
    return value === undefined ? new Response(null, { status: 404 }) : new Response(value);
  },
};

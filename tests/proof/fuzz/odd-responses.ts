const headers = () => new Headers({ "content-type": "application/json" });

/** A body whose reader returns these results, then ends. */
const bodyOf = (...results: unknown[]) => ({
  getReader: () => ({
    read: () => Promise.resolve(results.shift() ?? { done: true }),
    cancel: () => Promise.resolve(),
  }),
});

/** Values that a broken `fetch` may return: no responses, or only half of one. */
export const ODD_RESPONSES: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => 5,
  () => "text",
  () => ({}),
  () => ({ status: 200 }),
  () => ({ status: "200", headers: headers(), body: null }),
  () => ({ status: 200, headers: {}, body: null }),
  () => ({ status: 200, headers: headers(), body: "text" }),
  () => ({ status: 200, ok: true, headers: headers() }),
  () => ({ status: 200, ok: true, headers: headers(), body: null }),
  () => ({ status: 404, ok: false, headers: headers(), body: null }),
  () => ({ status: NaN, ok: false, headers: headers(), body: null }),
  () => ({ status: 1e9, ok: true, headers: headers(), body: null }),
  () => ({ status: 200, ok: true, headers: new Map([["date", "x"]]), body: null }),
  () => ({ status: 429, ok: false, headers: new Map(), body: null }),
  () => ({ status: 200, ok: true, headers: { get: () => 5 }, body: null }),
  () => ({ status: 401, ok: false, headers: { get: () => undefined }, body: null }),
  () => ({ status: 503, ok: false, headers: { get: "x" }, body: null }),
  () => ({ status: 200, ok: true, headers: headers(), body: { getReader: 5 } }),
  () => ({ status: 200, ok: true, headers: headers(), body: { getReader: () => ({}) } }),
  () => ({ status: 200, ok: true, headers: headers(), body: bodyOf(undefined) }),
  () => ({ status: 200, ok: true, headers: headers(), body: bodyOf({ value: "[]", done: false }) }),
  () => ({ status: 200, ok: true, headers: headers(), body: bodyOf({ value: 5, done: false }) }),
  () => ({ status: 400, ok: false, headers: headers(), body: bodyOf({ value: [1], done: false }) }),
  () => ({ status: 200, ok: true, headers: headers(), body: bodyOf(null, 5) }),
  () => Response.error(),
  () => Object.create(Response.prototype),
  () => {
    const response = new Response("{}");
    response.body?.getReader();
    return response;
  },
  () =>
    new Proxy({}, {
      get() {
        throw new Error("a trap");
      },
      has() {
        throw new Error("a trap");
      },
    }),
];

/** A way to send a request that the control API must refuse. */
export interface Disguise {
  name: string;
  /** The scheme, host and port of the URL. */
  origin?: string;
  /** Additional headers. */
  headers?: Readonly<Record<string, string>>;
  /** Changes the path. */
  path?: (path: string) => string;
}

/** Where the mock is, as its owner sees it. */
export const OWN_HOST = "localhost:8787";

/** Host names that are not this machine's, also those that look like it. */
const HOSTS = [
  "attacker.example",
  "localhost.attacker.example",
  "localhost-attacker.example",
  "127.0.0.1.attacker.example",
  "127.0.0.1.nip.io",
  "attacker.localhost.example",
  "localhostx",
  "xlocalhost",
  "localhost.",
  "10.0.0.1",
  "192.168.0.1",
  "0.0.0.0",
  "128.0.0.1",
  "169.254.169.254",
  "[::]",
  "[::2]",
  "[::ffff:7f00:1]",
  "[fe80::1]",
  "xn--lcalhost-54g.example",
  "l\u043ecalhost",
  "mock.internal",
];

/** `Host` headers that are not a host name and a port. No browser sends them. */
const MALFORMED_HOSTS = [
  "",
  "localhost@attacker.example",
  "attacker.example@localhost",
  "attacker.example:x@localhost:8787",
  "attacker.example#@localhost",
  "localhost#attacker.example",
  "localhost/attacker.example",
  "localhost\\attacker.example",
  "attacker.example/../localhost",
  "localhost?attacker.example",
  "localhost:attacker.example",
  "localhost:99999",
  "localhost:80:80",
  "localhost, attacker.example",
  "attacker.example, localhost",
  "localhost attacker.example",
  "localhost;attacker.example",
  "[::1",
  "[::1]attacker.example",
  "[::1%25lo]",
  "%6cocalhost",
  "localhost%00.attacker.example",
  "localhost%2eattacker.example",
  "local\thost",
  "http://localhost",
  "//localhost",
];

const ORIGINS = [
  "null",
  "",
  "https://attacker.example",
  "http://attacker.example:8787",
  "http://localhost",
  "http://localhost:9999",
  "http://127.0.0.1:8787",
  "http://localhost.attacker.example:8787",
  "http://localhost:8787.attacker.example",
  "http://localhost.:8787",
  "http://attacker.example@localhost:8787",
  "http://localhost:8787@attacker.example",
  "http://localhost:8787/attacker",
  "http:localhost:8787",
  "http:\\\\localhost:8787",
  "localhost:8787",
  "//localhost:8787",
  "http://localhost:8787 http://attacker.example",
  "http://localhost:8787, http://attacker.example",
  "http://attacker.example, http://localhost:8787",
  "capacitor://localhost:8787",
  "app://localhost:8787",
  "ftp://localhost:8787",
  "ws://localhost:8787",
  "file://",
  "chrome-extension://localhost:8787",
  "data:text/html,x",
];

/** Requests that come from another host name, or from a page of another site. */
export function foreignDisguises(): Disguise[] {
  const headers = (given: Record<string, string>) => ({ headers: given });
  const local = { host: OWN_HOST, "x-forwarded-host": OWN_HOST, forwarded: `host=${OWN_HOST}` };
  const evil = "attacker.example";
  return [
    ...HOSTS.flatMap((host) => [
      { name: `the URL of ${host}`, origin: `http://${host}` },
      { name: `the Host header ${host}, and a port`, ...headers({ host: `${host}:8787` }) },
    ]),
    ...MALFORMED_HOSTS.map((host) => ({ name: `the Host header ${host}`, ...headers({ host }) })),
    {
      name: "the URL of another host, with the own Host header",
      origin: `http://${evil}`,
      headers: local,
    },
    {
      name: "the Host header of another host, with the own X-Forwarded-Host",
      ...headers({ ...local, host: evil }),
    },
    ...ORIGINS.map((origin) => ({ name: `the Origin ${origin}`, ...headers({ origin }) })),
    {
      name: "the Origin of another site, with the own Referer",
      ...headers({ origin: `https://${evil}`, referer: `http://${OWN_HOST}/` }),
    },
    {
      name: "the Origin of another site, with the Sec-Fetch-Site of the own",
      ...headers({ origin: `https://${evil}`, "sec-fetch-site": "same-origin" }),
    },
    ...["cross-site", "same-site"].flatMap((site) =>
      ["no-cors", "cors", "navigate"].map((mode) => ({
        name: `a page's request with Sec-Fetch-Site ${site} and mode ${mode}`,
        ...headers({
          "sec-fetch-site": site,
          "sec-fetch-mode": mode,
          "sec-fetch-dest": mode === "navigate" ? "iframe" : "empty",
          referer: `https://${evil}/`,
        }),
      }))
    ),
    ...pathDisguises({ host: evil }),
  ];
}

/** Requests without the key, or with one that is only nearly right. */
export function keylessDisguises(key: string): Disguise[] {
  const bearer = (value: string) => ({ headers: { authorization: value } });
  const values: Record<string, string> = {
    "an empty header": "",
    "the scheme alone": "Bearer",
    "the key alone": key,
    "the key in upper case": `Bearer ${key.toUpperCase()}`,
    "the key in lower case": `Bearer ${key.toLowerCase()}`,
    "the key without its last character": `Bearer ${key.slice(0, -1)}`,
    "the key without its first character": `Bearer ${key.slice(1)}`,
    "the key and one more character": `Bearer ${key}x`,
    "the key twice": `Bearer ${key}${key}`,
    "the key and a word": `Bearer ${key} x`,
    "the key and a comma": `Bearer ${key},`,
    "two keys, the wrong one first": `Bearer wrong-wrong-wrong, Bearer ${key}`,
    "two keys, the right one first": `Bearer ${key}, Bearer wrong-wrong-wrong`,
    "the key and a no-break space": `Bearer ${key}\u00a0`,
    "the key with a Latin letter": `Bearer ${key}\u00e9`,
    "the key in quotes": `Bearer "${key}"`,
    "the key in base64": `Bearer ${btoa(key)}`,
    "the key percent-encoded": `Bearer %${key.charCodeAt(0).toString(16)}${key.slice(1)}`,
    "the key as a parameter": `Bearer key="${key}"`,
    "Basic with the key as password": `Basic ${btoa(`:${key}`)}`,
    "Basic with the key as name": `Basic ${btoa(`${key}:`)}`,
    "the scheme Token": `Token ${key}`,
    "undefined": "Bearer undefined",
    "a very long key": `Bearer ${"x".repeat(100_000)}`,
  };
  const otherHeaders = [
    "x-api-key",
    "x-mock-key",
    "x-control-key",
    "proxy-authorization",
    "api-key",
  ];
  return [
    { name: "no key" },
    ...Object.entries(values).map(([name, value]) => ({ name, ...bearer(value) })),
    ...otherHeaders.map((name) => ({
      name: `the key in ${name}`,
      headers: { [name]: `Bearer ${key}`, [`${name}-2`]: key },
    })),
    { name: "the key in a cookie", headers: { cookie: `key=${key}; kinabase-mock-key=${key}` } },
    { name: "the mark of the script", headers: { "x-inspector": "script" } },
    { name: "the mark of a response", headers: { "x-mock-control": "1" } },
    {
      name: "the key in the query",
      path: (path) => `${path}${path.includes("?") ? "&" : "?"}key=${encodeURIComponent(key)}`,
    },
    { name: "the key in the fragment", path: (path) => `${path}#key=${key}` },
    ...pathDisguises({}),
  ];
}

/** Other spellings of a path, which a check and a route may read differently. */
function pathDisguises(headers: Record<string, string>): Disguise[] {
  const spellings: Record<string, (path: string) => string> = {
    "a doubled slash in front": (path) => `/${path}`,
    "doubled slashes": (path) => path.replaceAll("/", "//"),
    "a doubled slash inside": (path) => path.replace(/^\/__mock\//, "/__mock//"),
    "an encoded slash": (path) => path.replace(/^\/__mock\//, "/__mock%2f"),
    "an encoded letter": (path) => path.replace("__mock", "%5f%5fmock"),
    "a doubly encoded letter": (path) => path.replace("__mock", "%255f%255fmock"),
    "a dot segment": (path) => path.replace(/^\//, "/./"),
    "an encoded dot segment": (path) => `/x/%2e%2e${path}`,
    "a dot segment from the API": (path) => `/api/v1/../..${path}`,
    "a backslash": (path) => path.replace(/^\/__mock\//, "\\__mock\\"),
    "a slash at the end": (path) => path.replace(/(\?.*)?$/, (query) => `/${query}`),
    "a semicolon": (path) => path.replace(/^\/__mock/, "/__mock;x"),
    "a NUL": (path) => path.replace(/(\?.*)?$/, (query) => `%00${query}`),
    "upper case": (path) => path.toUpperCase(),
    "a file name at the end": (path) =>
      path.replace(/(\?.*)?$/, (query) => `/openapi.json${query}`),
  };
  return Object.entries(spellings).map(([name, path]) => ({
    name: `a path with ${name}`,
    path,
    headers,
  }));
}

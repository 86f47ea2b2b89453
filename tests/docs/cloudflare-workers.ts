// Replaces `cloudflare:workers`, which only workerd has.
export const env: {
  KINABASE_APP_ID: string;
  KINABASE_APP_SECRET: string;
} = {
  get KINABASE_APP_ID() {
    return String(Reflect.get(globalThis, "appId"));
  },
  get KINABASE_APP_SECRET() {
    return String(Reflect.get(globalThis, "appSecret"));
  },
};

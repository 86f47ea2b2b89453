// `npx wrangler types` writes a complete declaration of the runtime and of the bindings.
declare module "cloudflare:workers" {
  export const env: object;
}

// `npx wrangler types` writes a complete declaration of the runtime and of the bindings.
declare module "cloudflare:workers" {
  export const env: {
    /** The mock as a second Worker. Only with wrangler.binding.jsonc. */
    KINABASE?: { fetch(request: Request): Promise<Response> };
  };
}

import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { createMockServer } from "@kinakit/kinabase/mock";
import { mockOutbound } from "@kinakit/kinabase/serve";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [cloudflareTest({
    wrangler: { configPath: "./wrangler.jsonc" },
    // Every `fetch` of the Worker and of the tests goes to the mock, and none to the network.
    miniflare: { outboundService: mockOutbound(createMockServer({ control: true })) },
  })],
});

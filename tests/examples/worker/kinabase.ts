// The mock of Kinabase that the Worker reaches by `fetch`.
import { createMockServer } from "../../../mock-server/mod.ts";
import { APP_ID, APP_SECRET, RECORD_ID } from "./world.ts";

export default createMockServer({
  seed: {
    apps: [{ appId: APP_ID, appSecret: APP_SECRET, name: "Sync", description: "Reads people" }],
    collections: [{
      slug: "people",
      name: "People",
      records: [{ id: RECORD_ID, data: { name: "Ada" } }],
    }],
  },
});

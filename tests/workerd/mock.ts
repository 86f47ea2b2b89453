// A mock at module scope is a Worker as it stands.
import { createMockServer } from "../../mock-server/mod.ts";

const mock = createMockServer();
export default mock;

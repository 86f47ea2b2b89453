// A mock at module scope is a complete Worker.
import { createMockServer } from "../../mock-server/mod.ts";

const mock = createMockServer();
export default mock;

// The mock as a Worker. Its data is in memory: it is gone when the Worker restarts.
import { createMockServer, demoSeed } from "@kinakit/kinabase/mock";

export default createMockServer({ seed: demoSeed() });

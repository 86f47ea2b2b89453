// A mock of Kinabase for deployed previews. All requests go to one Durable Object.
import { DurableMock, type Env } from "./durable-mock.ts";

export { DurableMock };

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    return env.MOCK.get(env.MOCK.idFromName("mock")).fetch(request);
  },
};

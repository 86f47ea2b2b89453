// The contract over the control API: the cases use the mock only through HTTP, and with a key.
import type { Faces, RuntimeCase } from "./served.ts";

/** The cases for a runtime that can listen on a port. */
export function controlledCases({ mock, serve, contract }: Faces): RuntimeCase[] {
  const model = mock.createMockServer();
  const contractCases = contract.contract(
    contract.mockTarget(model, { baseUrl: model.baseUrl, fetch: model.fetch, drop: true }),
  ).filter(({ standalone }) => !standalone);
  return contractCases.map(({ id, subject, level, title, evidence, skip }) => ({
    name: `runtime: over the control API: ${subject} (${level}): ${title} [${evidence}]`,
    skip,
    async run() {
      const key = crypto.randomUUID();
      const server = await serve.serve(mock.createMockServer({ control: { key } }), { port: 0 });
      try {
        const control = mock.createMockControl(server.url, { key });
        const target = await contract.controlTarget(control, { drop: true });
        await contract.contract(target).find((c) => c.id === id)?.run();
      } finally {
        await server.close();
      }
    },
  }));
}

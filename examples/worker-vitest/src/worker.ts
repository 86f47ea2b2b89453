import { createClient, NotFoundError } from "@kinakit/kinabase";

/** The secrets of the Worker: `npx wrangler secret put`. */
export interface Env {
  KINABASE_APP_ID: string;
  KINABASE_APP_SECRET: string;
}

interface Person {
  fullName: string;
}

/** `GET /` returns the names of all people, `GET /<record ID>` the name of one. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    // In the handler, because a test gives each call the credentials of its own tenant.
    const client = createClient({ appId: env.KINABASE_APP_ID, appSecret: env.KINABASE_APP_SECRET });
    const people = client.collection<Person>("people");
    const id = new URL(request.url).pathname.slice(1);
    try {
      if (id !== "") return Response.json((await people.get(id)).data.fullName);
      const names: string[] = [];
      for await (const { data } of people.list()) names.push(data.fullName);
      return Response.json(names);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      return Response.json({ error: "This person does not exist" }, { status: 404 });
    }
  },
};

// A Worker that creates a client for each request.
import { createClient } from "../../mod.ts";
import { BASE_URL, CREDENTIALS } from "./credentials.ts";

export default {
  async fetch(): Promise<Response> {
    const client = createClient({ ...CREDENTIALS, baseUrl: BASE_URL, retry: false });
    return Response.json(await client.status());
  },
};

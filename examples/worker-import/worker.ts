// npm run demo        (while `npm run mock` runs in another terminal)
import { type ImportEnv, type ImportParams, progressFile } from "./workflow.ts";

export { ImportWorkflow } from "./workflow.ts";

interface Instance {
  id: string;
  status(): Promise<{ status: string; error?: unknown; output?: unknown }>;
}

interface Env extends ImportEnv {
  IMPORTS: {
    create(options: { params: ImportParams }): Promise<Instance>;
    get(id: string): Promise<Instance>;
  };
}

/**
 * `PUT /files/<name>` stores a file. `POST /imports?file=<name>` starts an import and returns its ID.
 * `GET /imports/<ID>` returns its status and how far it is. Protect these paths in production.
 */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const [, kind, name = ""] = /^\/(files|imports)(?:\/([\w.-]+))?$/.exec(pathname) ?? [];
    if (kind === "files" && request.method === "PUT" && request.body !== null && name) {
      if (!request.headers.has("content-length")) {
        return new Response("Send the length of the file: curl -T FILE\n", { status: 411 });
      }
      await env.FILES.put(`files/${name}`, request.body);
      return Response.json({ file: name }, { status: 201 });
    }
    if (kind === "imports" && request.method === "POST") {
      const file = searchParams.get("file");
      if (!file) return new Response("Expected ?file=<name>\n", { status: 400 });
      const { id } = await env.IMPORTS.create({ params: { file: `files/${file}` } });
      return Response.json({ id }, { status: 202 });
    }
    if (kind === "imports" && request.method === "GET" && name) {
      const instance = await env.IMPORTS.get(name).catch(() => undefined);
      if (instance === undefined) return new Response("No such import\n", { status: 404 });
      const { status, error } = await instance.status();
      const progress = await env.FILES.get(progressFile(name));
      return Response.json({
        status,
        ...(error ? { error } : {}),
        progress: progress === null ? null : JSON.parse(await progress.text()),
      });
    }
    return new Response("Not found\n", { status: 404 });
  },
};

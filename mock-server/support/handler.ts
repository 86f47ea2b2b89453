/** Handles a request, such as a mock's `fetch`. A runtime may pass connection details as well. */
export type Handler = (request: Request, connection?: object) => Promise<Response>;

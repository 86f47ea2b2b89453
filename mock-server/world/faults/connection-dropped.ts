/**
 * Thrown when a `drop` fault hits a request. It is a `TypeError`, like a network error of `fetch`. A server
 * on a port closes the connection instead.
 */
export class ConnectionDropped extends TypeError {
  /** Creates the error. */
  constructor() {
    super("A drop fault closed this connection");
  }
}

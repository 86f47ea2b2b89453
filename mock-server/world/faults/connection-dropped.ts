/**
 * A request gets no answer, because a test wants it so. A `TypeError`, as a `fetch` that found no
 * connection throws it; what serves the mock on a port closes the connection instead.
 */
export class ConnectionDropped extends TypeError {
  /** Makes the error. */
  constructor() {
    super("A drop fault closed this connection");
  }
}

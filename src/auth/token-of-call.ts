import { withStackOfCall } from "../errors/stack-of-call.ts";
import type { Deadline } from "../http/deadline.ts";

/** Returns the token of a call that asks only for a token. The stack of an error shows the caller. */
export async function tokenOfCall(
  deadline: Deadline,
  provide: (deadline: Deadline) => string | Promise<string>,
): Promise<string> {
  try {
    return await provide(deadline);
  } catch (error) {
    throw withStackOfCall(error, deadline.aborted());
  }
}

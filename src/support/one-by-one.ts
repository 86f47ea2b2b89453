import { withStackOfCall } from "../errors/stack-of-call.ts";

/**
 * Yields the items of lists one by one, with one promise an item: an async generator would make several.
 *
 * @param lists Yields the lists. It is closed when the iteration ends early.
 * @param signal Ends the iteration with its reason, also between two items of a list.
 */
export function oneByOne<T>(
  lists: AsyncGenerator<readonly T[], void, undefined>,
  signal: AbortSignal | undefined,
): AsyncIterableIterator<T, void, undefined> {
  let items: Iterator<T, void> = [].values();
  let isOver = false;
  // The newest call that waits for a list. Later calls wait for it, so that all get their items in order.
  let waiting: Promise<IteratorResult<T, void>> | undefined;
  let calls = 0;

  async function advance(): Promise<IteratorResult<T, void>> {
    try {
      return await nextItem();
    } catch (error) {
      isOver = true;
      throw withStackOfCall(error, signal?.aborted ?? false);
    } finally {
      // Here, because a runtime shows only the caller of a promise that nothing else waits for.
      if (--calls === 0) waiting = undefined;
    }
  }

  async function nextItem(): Promise<IteratorResult<T, void>> {
    while (!isOver) {
      if (signal?.aborted) {
        isOver = true;
        // Rejects with the reason, after the lists were closed.
        await lists.throw(signal.reason);
      }
      const item = items.next();
      if (!item.done) return item;
      const list = await lists.next();
      if (list.done) isOver = true;
      else items = list.value.values();
    }
    return { done: true, value: undefined };
  }

  return {
    next() {
      if (waiting === undefined && !isOver && !signal?.aborted) {
        const item = items.next();
        if (!item.done) return Promise.resolve(item);
      }
      calls += 1;
      waiting = waiting === undefined ? advance() : waiting.then(advance, advance);
      return waiting;
    },
    async return() {
      isOver = true;
      await lists.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

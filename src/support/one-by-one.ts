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

  async function advance(): Promise<IteratorResult<T, void>> {
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
      const result = waiting === undefined ? advance() : waiting.then(advance, advance);
      waiting = result;
      const settle = () => {
        if (waiting === result) waiting = undefined;
      };
      result.then(settle, () => {
        isOver = true;
        settle();
      });
      return result;
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

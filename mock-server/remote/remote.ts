/**
 * The same object over HTTP: every method returns a promise, and rejects where the method in process
 * throws. Other properties keep their types.
 *
 * An overloaded method keeps only its last signature, so write such a method out.
 *
 * @typeParam T The object in process, such as {@linkcode Faults}.
 */
export type Remote<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>>
    : T[K];
};

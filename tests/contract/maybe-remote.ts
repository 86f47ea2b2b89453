/** A value, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * An object of the mock in process, or its equal over HTTP: every method may return a promise. Other
 * properties keep their types.
 *
 * An overloaded method keeps only its last signature, so write such a method out.
 *
 * @typeParam T The object in process, such as the mock's `Journal`.
 */
export type MaybeRemote<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? (...args: A) => MaybePromise<Awaited<R>>
    : T[K];
};

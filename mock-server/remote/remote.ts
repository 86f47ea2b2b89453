/**
 * The type of an object of the mock when it is used over HTTP. Every method returns a promise, which rejects
 * where the method in process throws. Other properties keep their types.
 *
 * TypeScript keeps only the last signature of an overloaded method, so declare such a method separately.
 *
 * @typeParam T The type of the object in process, such as {@linkcode Faults}.
 */
export type Remote<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>>
    : T[K];
};

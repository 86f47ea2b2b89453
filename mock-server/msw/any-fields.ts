/**
 * Defines a property of an `@mswjs/data` model that holds an object with any fields.
 *
 * The library has no such definition: with `Object`, an update finds no definitions for the inner fields and
 * silently skips them. This one returns a definition for every name.
 *
 * @param nullable The library's `nullable` function.
 */
export function anyFields(nullable: (getter: () => null) => object): () => object {
  // A property can be null if its definition was created by `nullable`.
  const anyField: object = new Proxy(nullable(() => null), {
    get: (target, name) => typeof name === "symbol" ? Reflect.get(target, name) : anyField,
  });
  return new Proxy(() => ({}), {
    get: (target, name) => typeof name === "symbol" ? Reflect.get(target, name) : anyField,
  });
}

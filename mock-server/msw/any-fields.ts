/**
 * Defines a property of an `@mswjs/data` model that holds an object of any fields.
 *
 * The library has no such definition: `Object` stands for one, but then an update finds no definition
 * for the fields below, and passes over them without a word. So this one answers for every name.
 *
 * @param nullable The library's function of that name.
 */
export function anyFields(nullable: (getter: () => null) => object): () => object {
  // A property may be null wherever its definition is one that `nullable` makes.
  const anyField: object = new Proxy(nullable(() => null), {
    get: (target, name) => typeof name === "symbol" ? Reflect.get(target, name) : anyField,
  });
  return new Proxy(() => ({}), {
    get: (target, name) => typeof name === "symbol" ? Reflect.get(target, name) : anyField,
  });
}

/** The names of a collection's declarations in a file of types. */
export interface TypeNames {
  /** Of the type of a record's `data`: `PurchaseOrdersData`. */
  data: string;
  /** Of its schema: `purchaseOrdersSchema`. */
  schema: string;
}

/**
 * Names the declarations of each collection. The endings keep the names apart from reserved words and from types
 * of TypeScript, such as `class` and `Date`. Slugs that lead to the same name get numbers.
 *
 * @param slugs The slugs, in a fixed order.
 */
export function typeNames(slugs: readonly string[]): Map<string, TypeNames> {
  const used = new Set<string>();
  return new Map(slugs.map((slug) => {
    const stem = stemOf(slug);
    let name = stem;
    for (let n = 2; used.has(name.toLowerCase()); n++) name = `${stem}${n}`;
    used.add(name.toLowerCase());
    const schema = `${name.charAt(0).toLowerCase()}${name.slice(1)}Schema`;
    return [slug, { data: `${name}Data`, schema }];
  }));
}

/** A slug as a part of an identifier: `purchase-orders` is `PurchaseOrders`. */
function stemOf(slug: string): string {
  const words = slug.split(/[^\p{ID_Continue}$]+|_+/u).filter((word) => word !== "");
  const stem = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
  return /^[\p{ID_Start}$]/u.test(stem) ? stem : `_${stem}`;
}

/** A property's name as TypeScript writes it: with quotes unless it is an identifier. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/**
 * The tags of a document with the names of their attributes, without texts and values. If a text adds nothing but
 * text to a page, the page with a hostile text and the page with a harmless one have the same structure.
 */
export function structureOf(html: string): string[] {
  // Styles and scripts contain no data.
  const markup = html.replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/g, "<$1>");
  return [...markup.matchAll(/<(\/?[a-z!][^\s>/]*)((?:"[^"]*"|[^>"])*)>/gi)].map(
    ([, tag = "", attributes = ""]) => {
      const names = [...attributes.matchAll(/([^\s=">]+)(?:\s*=\s*(?:"[^"]*"|[^\s">]+))?/g)]
        .map(([, name]) => name);
      return [tag, ...names].join(" ");
    },
  );
}

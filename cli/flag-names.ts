/**
 * Replaces the names of options in a message by those of the flags and variables that set them. The position in a
 * list is left out: a flag has none.
 *
 * @param names The flag or variable of each option.
 */
export function withFlagNames(message: string, names: Readonly<Record<string, string>>): string {
  return Object.entries(names)
    .reduce((text, [option, flag]) => {
      const [before = "", ...parts] = text.split(option);
      return [before, ...parts.map((part) => part.replace(/^\[\d+\]/, ""))].join(flag);
    }, message);
}

/**
 * Replaces the names of options in a message by those of the flags and variables that set them.
 *
 * @param names The flag or variable of each option.
 */
export function withFlagNames(message: string, names: Readonly<Record<string, string>>): string {
  return Object.entries(names)
    .reduce((text, [option, flag]) => text.replaceAll(option, flag), message);
}

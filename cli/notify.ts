/** Prints a notice of the mock. Not on standard output, which programs read. */
export function notify(text: string): void {
  console.error(`kinabase mock: ${text}.`);
}

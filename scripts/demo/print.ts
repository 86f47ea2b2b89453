import type { ClientEvent } from "../../mod.ts";

/** Starts a section of the demo. */
export function chapter(title: string): void {
  console.log(`\n${title}`);
}

/** Prints a line. */
export function say(text: string): void {
  console.log(`    ${text}`);
}

/** Shows progress: on a terminal in one line, elsewhere occasionally. */
export function progress(what: string): (done: number, total: number) => void {
  let shown = 0;
  return (done, total) => {
    const text = `    ${what} ${done} of ${total}`;
    if (process.stdout.isTTY) process.stdout.write(done < total ? `\r${text}` : `\r${text}\n`);
    else if (done === total || done - shown >= total / 4) console.log(text);
    else return;
    shown = done;
  };
}

/** Formats an event as one line. */
export function oneLine({ type, ...rest }: ClientEvent): string {
  const details = Object.entries(rest).filter(([, value]) => value !== undefined);
  return `${type.padEnd(8)} ${details.map(([name, value]) => `${name} ${value}`).join(", ")}`;
}

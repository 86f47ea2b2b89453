import type { ClientEvent } from "../../mod.ts";

/** Begins a part of the demo. */
export function chapter(title: string): void {
  console.log(`\n${title}`);
}

/** Says one line of it. */
export function say(text: string): void {
  console.log(`    ${text}`);
}

/** Shows how far a piece of work has come: on a terminal in one line, elsewhere now and then. */
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

/** An event in one line. */
export function oneLine({ type, ...rest }: ClientEvent): string {
  const details = Object.entries(rest).filter(([, value]) => value !== undefined);
  return `${type.padEnd(8)} ${details.map(([name, value]) => `${name} ${value}`).join(", ")}`;
}

import { Presets, SingleBar } from "cli-progress";

/** Shows the progress of the import. */
export interface Progress {
  update(done: number): void;
  end(): void;
}

/** Shows a bar on a terminal. Elsewhere, such as in a log, prints a line for every 10 percent. */
export function showProgress(
  total: number,
  output: NodeJS.WritableStream & { isTTY?: boolean },
): Progress {
  if (output.isTTY) {
    const format = "{bar} {percentage} % | {value} of {total} rows | {eta_formatted} left";
    const bar = new SingleBar({ format, stream: output, hideCursor: true }, Presets.shades_classic);
    bar.start(total, 0);
    return { update: (done) => bar.update(done), end: () => bar.stop() };
  }
  let shown = -1;
  return {
    update(done) {
      const tenth = Math.floor(total === 0 ? 10 : (done * 10) / total);
      if (tenth === shown) return;
      shown = tenth;
      output.write(`${done} of ${total} rows\n`);
    },
    end: () => {},
  };
}

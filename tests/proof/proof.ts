/** How a proof runs. */
export interface ProofOptions {
  /** How much work it does, as a factor of what CI runs. */
  scale: number;
  /** The seed of all random choices. The same seed gives the same run. */
  seed: number;
  /** The one finding to repeat, as the proof printed it. Default: all. */
  only?: string | undefined;
  /** Prints a line of the report. */
  print(line: string): void;
}

/** A program that looks for faults with random input. It throws when it finds one. */
export interface Proof {
  /** The program's name, as in `npm run fuzz`. */
  name: string;
  /** Runs it. */
  run(options: ProofOptions): Promise<void>;
}

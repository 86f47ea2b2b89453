import type { ClockTime } from "./clock-time.ts";
import { turn } from "./turn.ts";

/** Something that sleeps on a clock. */
export interface Sleeper {
  /** When it is due. */
  wakesAt: number;
  /** Whether its own request has noticed that it was woken. */
  isAwake: boolean;
  /** Makes the sleeper look at the clock again. */
  recheck(): void;
}

/** A move of the clock that is queued or in progress. */
interface Move {
  /** The target time, at each of its turns. */
  target(): number;
}

/** How many turns a move waits for the request of a sleeper it woke. */
const PATIENCE = 3;

/** The moves of a clock. */
export interface Moves {
  /**
   * Moves the clock, one move after another. If no move is in progress and no sleeper is due, the clock has
   * moved when the call returns.
   *
   * @param target Returns the target time at each turn of this move. It may change while the move wakes sleepers.
   * @param onTurn Called in each turn.
   */
  move(target: () => number, onTurn?: () => void): Promise<void>;
  /** Ends a sleep. The sleeper's own request notices that and resolves its promise. */
  wake(sleeper: Sleeper): void;
  /** Makes all sleepers look at the clock again. */
  recheckAll(): void;
  /** Cancels the moves in progress. */
  cancel(): void;
}

/** Creates the moves of a clock that wake these sleepers, in order, each at its own time. */
export function createMoves(time: ClockTime, sleepers: Set<Sleeper>): Moves {
  // The moves in progress. They are data, not promises: on Workers a request can end in the middle of its
  // move, and then another request continues it.
  const moves: Move[] = [];
  // The sleeper that a move woke last, how many were woken, and how many turns to wait for it.
  let last: Sleeper | undefined;
  let woken = 0;
  let patience = 0;

  function due(until: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.wakesAt <= until && (first === undefined || sleeper.wakesAt < first.wakesAt)) {
        first = sleeper;
      }
    }
    return first;
  }

  function move(target: () => number, onTurn?: () => void): Promise<void> {
    const own: Move = { target };
    moves.push(own);
    if (moves.length === 1) continueMoves();
    onTurn?.();
    return moves.includes(own) ? finish(own, onTurn) : Promise.resolve();
  }

  /**
   * Continues the moves until this one is done, unless another request does.
   *
   * @param onTurn Called in each turn.
   */
  async function finish(own: Move, onTurn: () => void = () => {}): Promise<void> {
    while (moves.includes(own)) {
      const before = woken;
      // The sleeper that was woken last may go to sleep again before the target.
      await turn();
      onTurn();
      if (woken === before) continueMoves();
      onTurn();
    }
  }

  /** Continues the moves until one wakes a sleeper, or all are done. */
  function continueMoves(): void {
    // A sleeper whose request has ended never notices.
    if (last?.isAwake === false && patience > 0) {
      patience -= 1;
      return;
    }
    for (let next = moves[0]; next !== undefined; next = moves[0]) {
      const until = next.target();
      const sleeper = due(until);
      if (sleeper !== undefined) {
        last = sleeper;
        woken += 1;
        patience = PATIENCE;
        time.show(Math.max(time.now(), sleeper.wakesAt));
        return wake(sleeper);
      }
      if (until > time.now()) time.show(until);
      moves.shift();
      recheckAll();
    }
  }

  function recheckAll(): void {
    for (const sleeper of sleepers) sleeper.recheck();
  }

  function wake(sleeper: Sleeper): void {
    sleepers.delete(sleeper);
    sleeper.recheck();
  }

  return { move, wake, recheckAll, cancel: () => void moves.splice(0) };
}

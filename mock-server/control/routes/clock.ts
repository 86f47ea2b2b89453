import type { ManualClock } from "../../world/clock/manual-clock.ts";
import { type ControlRoute, route } from "../route.ts";
import { advanceBody, clockAnswer, sleepBody, timeBody } from "../schemas.ts";
import type { ClockState } from "../types.ts";

/** The state of a clock, as the control API returns it. */
export function clockState(clock: ManualClock): ClockState {
  const time = clock.now();
  return { time, iso: new Date(time).toISOString(), running: clock.running };
}

/** The tenant's clock. */
export const clockRoutes: readonly ControlRoute[] = [
  route({
    id: "readClock",
    method: "GET",
    path: "/tenants/{tenant}/clock",
    summary: "Read the tenant's clock",
    response: clockAnswer,
    run: ({ tenant: { clock } }) => clockState(clock),
  }),
  route({
    id: "advanceClock",
    method: "POST",
    path: "/tenants/{tenant}/clock/advance",
    summary: "Move the clock forward and wake sleepers that are due",
    body: advanceBody,
    response: clockAnswer,
    async run({ tenant: { clock }, body: { by } }) {
      await clock.advance(by);
      return clockState(clock);
    },
  }),
  route({
    id: "setClock",
    method: "POST",
    path: "/tenants/{tenant}/clock/set",
    summary: "Set the clock, forward or back",
    body: timeBody,
    response: clockAnswer,
    async run({ tenant: { clock }, body: { time } }) {
      await clock.set(time);
      return clockState(clock);
    },
  }),
  ...(["freeze", "resume", "reset"] as const).map((name) =>
    route({
      id: `${name}Clock`,
      method: "POST",
      path: `/tenants/{tenant}/clock/${name}`,
      summary: {
        freeze: "Freeze the clock",
        resume: "Let the clock run",
        reset: "Reset the clock to its initial state",
      }[name],
      response: clockAnswer,
      run({ tenant: { clock } }) {
        clock[name]();
        return clockState(clock);
      },
    })
  ),
  route({
    id: "sleep",
    method: "POST",
    path: "/tenants/{tenant}/clock/sleep",
    summary: "Respond after a time on the tenant's clock",
    body: sleepBody,
    response: clockAnswer,
    async run({ tenant: { clock }, body: { ms }, signal }) {
      // An aborted sleep needs no error: its caller is gone.
      await clock.sleep(ms, signal).catch(() => {});
      return clockState(clock);
    },
  }),
];

import type { ManualClock } from "../../world/clock/manual-clock.ts";
import { type ControlRoute, route } from "../route.ts";
import { advanceBody, clockAnswer, sleepBody, timeBody } from "../schemas.ts";
import type { ClockState } from "../types.ts";

/** A clock as the control API tells it. */
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
    summary: "The tenant's time",
    response: clockAnswer,
    run: ({ tenant: { clock } }) => clockState(clock),
  }),
  route({
    id: "advanceClock",
    method: "POST",
    path: "/tenants/{tenant}/clock/advance",
    summary: "Move the time forward, and wake who sleeps until then",
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
    summary: "Set the time, forward or back",
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
        freeze: "Let the time stand still",
        resume: "Let time pass by itself",
        reset: "Go back to how the clock started",
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
    summary: "Answer when so much time has passed on the tenant's clock",
    body: sleepBody,
    response: clockAnswer,
    async run({ tenant: { clock }, body: { ms }, signal }) {
      // Who gave up does not hear how it ended.
      await clock.sleep(ms, signal).catch(() => {});
      return clockState(clock);
    },
  }),
];

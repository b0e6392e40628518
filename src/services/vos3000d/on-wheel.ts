import type { MediaProxy } from "../../media";
import type { Clock } from "../../ports";

/** The part of a SIP stack's wheel that outside events need: whatever calls into the stack does so inside `run`. */
export interface EntryPoint {
  run<Value>(work: () => Value): Value;
}

/** The same media proxy, whose answers arrive as inputs of the SIP stack. */
export function mediaOnWheel(media: MediaProxy, wheel: EntryPoint): MediaProxy {
  return {
    open: (request, done) => media.open(request, (result) => wheel.run(() => done(result))),
    point: (relay, side, remote) => media.point(relay, side, remote),
    play: (relay, side, announcement, done) => media.play(relay, side, announcement, (result) => wheel.run(() => done(result))),
    statistics: (relay, done) => media.statistics(relay, (result) => wheel.run(() => done(result))),
    close: (relay, done) => media.close(relay, (result) => wheel.run(() => done(result))),
  };
}

/** The same clock, whose timers fire as inputs of the SIP stack. */
export function clockOnWheel(clock: Clock, wheel: EntryPoint): Clock {
  return {
    now: () => clock.now(),
    wallClock: () => clock.wallClock(),
    at: (due, name, run) => clock.at(due, name, () => wheel.run(run)),
    in: (delay, name, run) => clock.in(delay, name, () => wheel.run(run)),
    armed: () => clock.armed(),
  };
}

import { seconds } from "../../base";
import type { Clock, Timer } from "../../ports";

/** How long after the last record it is looked whether all is quiet: over 64*T1, for which ended transactions stay. */
const FIRST_LOOK = seconds(34);
const NEXT_LOOK = seconds(5);

/** Notices that a service which was busy holds nothing any more. Has a timer only between the last call and that moment. */
export class IdleWatch {
  private timer: Timer | undefined;
  private isBusyAgain = false;

  constructor(
    private readonly clock: Clock,
    private readonly isQuiet: () => boolean,
    private readonly onIdle: () => void,
  ) {}

  /** A call has ended. */
  wait(): void {
    this.isBusyAgain = true;
    if (this.timer === undefined) this.lookIn(FIRST_LOOK);
  }

  stop(): void {
    this.timer?.cancel();
  }

  private lookIn(delay: typeof FIRST_LOOK): void {
    this.isBusyAgain = false;
    this.timer = this.clock.in(delay, "look for idleness", () => {
      this.timer = undefined;
      if (this.isBusyAgain || !this.isQuiet()) this.lookIn(NEXT_LOOK);
      else this.onIdle();
    });
  }
}

import { assert, SwitchError, UsageError } from "../base";
import type { Clock, Files, Log } from "../ports";

/** Numbers that one switch can hand out; the switch's own number stands before them. */
export const FLOW_NUMBERS_PER_SWITCH = 1_000_000_000_000_000n;

/** Largest number of a switch: the column `flowno` is a signed 64-bit integer. Up to 8, JavaScript clients read flow numbers exactly. */
export const MAX_SWITCH_NUMBER = 9_222;

/** Numbers reserved by one write of the file. Our choice: at 2,000 calls/s one write every five seconds. */
const BLOCK = 10_000n;

/**
 * The keys of call records: `switch number * 10^15 + count`.
 *
 * Two switches that write one database differ in their number. Over restarts of one switch the count goes on behind a
 * reservation kept in a file, or at the wall clock in milliseconds when that is higher. So it stays unique when the clock is
 * set back (the file holds) and when the file is lost or cannot be written (the clock is ahead of the count as long as fewer
 * than 1,000 calls a second came on average); only both at once can repeat a number.
 */
export class FlowNumbers {
  private readonly base: bigint;
  private count: bigint;
  private reserved: bigint;

  constructor(
    private readonly ports: { readonly files: Files; readonly clock: Clock; readonly log: Log },
    private readonly options: { readonly path: string; readonly switchNumber: number },
  ) {
    const { switchNumber } = options;
    if (!Number.isInteger(switchNumber) || switchNumber < 0 || switchNumber > MAX_SWITCH_NUMBER) {
      throw new UsageError("CDR_BAD_SWITCH_NUMBER", `switch number ${switchNumber} is not in 0..${MAX_SWITCH_NUMBER}`, {
        switchNumber,
      });
    }
    this.base = BigInt(switchNumber) * FLOW_NUMBERS_PER_SWITCH;
    const stored = this.stored();
    const byClock = BigInt(Math.floor(ports.clock.wallClock() / 1_000));
    this.count = stored > byClock ? stored : byClock;
    this.reserved = this.count;
  }

  /** A number that was never given before and never will be. Does not throw: a disk that refuses is an alarm in the log. */
  next(): bigint {
    if (this.count >= this.reserved) this.reserve();
    const count = this.count;
    this.count += 1n;
    assert(count < FLOW_NUMBERS_PER_SWITCH, "flow numbers are used up");
    return this.base + count;
  }

  private reserve(): void {
    this.reserved = this.count + BLOCK;
    try {
      this.ports.files.replace(this.options.path, Buffer.from(`${this.reserved}\n`, "latin1"));
    } catch (error) {
      if (!(error instanceof SwitchError)) throw error;
      this.ports.log.write("error", "cdr.flow-numbers.not-reserved", { code: error.code, path: this.options.path });
    }
  }

  private stored(): bigint {
    const { files, log } = this.ports;
    const { path } = this.options;
    try {
      const text = files.exists(path) ? files.read(path).toString("latin1").trim() : "0";
      if (/^\d{1,16}$/.test(text)) return BigInt(text);
      log.write("error", "cdr.flow-numbers.unreadable", { path });
    } catch (error) {
      if (!(error instanceof SwitchError)) throw error;
      log.write("error", "cdr.flow-numbers.unreadable", { path, code: error.code });
    }
    return 0n;
  }
}

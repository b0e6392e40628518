import { SeededRandom } from "../../src/adapters/sim";
import { seconds, type Duration, type Instant, type WallTime } from "../../src/base";
import type { Random } from "../../src/ports";
import { accountsOf } from "./facts/account-facts";
import type { Lab, PlacedCall } from "./lab";

/** What happened in a week, counted. */
export interface RandomWeek {
  readonly calls: number;
  readonly payments: number;
  readonly kills: number;
  readonly clockChanges: number;
  /** Accounts that stood below their limit at some moment; empty when none did. */
  readonly overdrawn: readonly string[];
}

const WEEK = seconds(7 * 86_400);
/** Numbers by what becomes of a call to them: see the vendors of the scenario. */
const PREFIXES = ["8801", "8801", "8802", "8802", "8803"];
/** A call is answered or refused by then. */
const SETTLED = seconds(5);

interface Going {
  readonly call: PlacedCall;
  readonly until: Instant;
}

/** A week of calls with failures, payments, kills and restarts of the switch and a calendar that is set back and forth. */
export class WeekAtRandom {
  private readonly random: Random;
  private readonly going: Going[] = [];
  private readonly counts = { calls: 0, payments: 0, kills: 0, clockChanges: 0 };
  private readonly overdrawn = new Set<string>();

  constructor(
    private readonly lab: Lab,
    private readonly customers: readonly string[],
  ) {
    this.random = SeededRandom.fromSeed(lab.stage.seed).fork("week");
  }

  async play(): Promise<RandomWeek> {
    const { stage } = this.lab;
    const end = (await this.lab.running()).now() + WEEK;
    while (stage.now() < end) {
      await this.happen();
      await stage.pass(SETTLED);
      await this.look();
      await stage.pass(seconds(this.random.between(1, 3_600)));
      await this.hangUpInTime();
    }
    await this.lab.everybodyHangsUp();
    return { ...this.counts, overdrawn: [...this.overdrawn] };
  }

  private async happen(): Promise<void> {
    const kind = this.random.between(1, 100);
    if (kind <= 72) return this.call();
    if (kind <= 86) return this.pay();
    if (kind <= 91) return this.kill();
    if (kind <= 94) return this.restart();
    return this.setCalendar();
  }

  private async call(): Promise<void> {
    for (let calls = this.random.between(1, 3); calls > 0; calls -= 1) {
      const caller = this.customer();
      const prefix = PREFIXES[this.random.between(0, PREFIXES.length - 1)] ?? "";
      const to = `${prefix}${String(this.counts.calls).padStart(6, "0")}`;
      const call = await this.lab.place({ caller, to });
      this.counts.calls += 1;
      this.going.push({ call, until: this.in(this.random.between(1, 9_000)) });
    }
  }

  private async pay(): Promise<void> {
    const amount = `${this.random.between(5, 60)}.${this.random.between(10, 99)}`;
    await this.lab.stage.ask(this.lab.firstSwitch, "payAccount", { name: this.customer(), amount });
    this.counts.payments += 1;
  }

  private async kill(): Promise<void> {
    await this.call();
    await this.lab.stage.pass(seconds(this.random.between(2, 59)));
    await this.lab.stage.kill(this.lab.firstSwitch, "vos3000d");
    await this.lab.everybodyHangsUp();
    this.going.length = 0;
    this.counts.kills += 1;
  }

  private async restart(): Promise<void> {
    await this.lab.stage.restart(this.lab.firstSwitch, "vos3000d");
    this.going.length = 0;
  }

  private async setCalendar(): Promise<void> {
    const { stage } = this.lab;
    const shift = seconds(this.random.between(0, 7_200) - 3_600);
    await stage.setCalendar((stage.wallClockAt(stage.now()) + shift) as WallTime);
    this.counts.clockChanges += 1;
  }

  private async hangUpInTime(): Promise<void> {
    const { stage } = this.lab;
    for (const { call, until } of this.going.splice(0)) {
      const { state } = await this.lab.callerLeg(call);
      if (state === "ended") continue;
      if (until > stage.now()) this.going.push({ call, until });
      else await stage.act(call.caller, { call: call.name }, { do: "hangUp" });
    }
  }

  private async look(): Promise<void> {
    for (const { name, available } of await accountsOf(this.lab))
      if (available.startsWith("-")) this.overdrawn.add(`${name}: ${available}`);
  }

  private customer(): string {
    return this.customers[this.random.between(0, this.customers.length - 1)] ?? "";
  }

  private in(count: number): Instant {
    return (this.lab.stage.now() + (seconds(count) satisfies Duration)) as Instant;
  }
}

import { toIso, type WallTime } from "../../base";
import type { CallAlarm } from "../../call";
import type { Log } from "../../ports";

/** A balance fell below the floor of its account: type 20007 of the web interface (BAL-022). */
export interface BalanceAlarm {
  readonly kind: "balance";
  readonly account: string;
  /** What is booked, and the floor; decimal text. */
  readonly value: string;
  readonly lower: string;
}

type RaisedAlarm = CallAlarm | BalanceAlarm;

/** An alarm as operators see it. */
export interface Alarm {
  readonly kind: RaisedAlarm["kind"];
  /** Number of the web interface, where it has one. */
  readonly type?: number;
  /** What it is about: a call, or an account and a number. */
  readonly subject: string;
  readonly text: string;
  readonly account?: string | undefined;
  readonly firstAt: WallTime;
  readonly lastAt: WallTime;
  /** How often it came. */
  readonly count: number;
}

/** Most alarms that are kept; the oldest goes. Our choice. */
export const MAX_ALARMS = 1_000;

/** Current alarms of a switch, the oldest first. */
export class AlarmBook {
  private readonly alarms = new Map<string, Alarm>();

  constructor(
    private readonly log: Log,
    private readonly isSuppressed: (account: string) => boolean,
  ) {}

  /** Raises an alarm, or counts it again. An account may suppress those about long calls. */
  raise(alarm: RaisedAlarm, at: WallTime): void {
    if (alarm.kind === "longCall" && alarm.account !== undefined && this.isSuppressed(alarm.account)) return;
    const { subject, text } = describe(alarm);
    const key = `${alarm.kind} ${subject}`;
    const known = this.alarms.get(key);
    const { kind, account } = alarm;
    this.alarms.set(key, {
      kind,
      ...(kind === "balance" ? { type: 20_007 } : {}),
      subject,
      text,
      account,
      firstAt: known?.firstAt ?? at,
      lastAt: at,
      count: (known?.count ?? 0) + 1,
    });
    this.log.write("warn", "alarm.raised", { kind, subject, text });
    if (this.alarms.size > MAX_ALARMS) this.alarms.delete(this.alarms.keys().next().value ?? "");
  }

  /** What an alarm was about is as it should be again. */
  end(kind: RaisedAlarm["kind"], subject: string): void {
    if (this.alarms.delete(`${kind} ${subject}`)) this.log.write("info", "alarm.ended", { kind, subject });
  }

  list(): readonly Alarm[] {
    return [...this.alarms.values()];
  }
}

function describe(alarm: RaisedAlarm): { readonly subject: string; readonly text: string } {
  if (alarm.kind === "longCall") {
    const text = `call to ${alarm.callee}, begun ${toIso(alarm.startedAt)}: duration too long`;
    return { subject: `call ${alarm.callId}`, text };
  }
  if (alarm.kind === "balance") {
    return { subject: alarm.account, text: `${alarm.account} has ${alarm.value}, which is below ${alarm.lower}` };
  }
  const { account, callee, table } = alarm;
  return { subject: `${account} ${callee}`, text: `${account} called ${callee} for nothing: table "${table}" has no rate` };
}

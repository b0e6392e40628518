import type { CallAttempt, CallRecord } from "../../../cdr";
import type { Finding } from "../../finding";

/** How the attempts of one gateway ended on one day. */
export interface DailyReasons {
  readonly gateway: string;
  /** UTC day, `2026-03-02`. */
  readonly day: string;
  readonly attempts: number;
  /** Attempts by response code, or by outcome when no response came. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** The rise is reported from so many attempts a day on, from this share on and from this multiple of the days before on; our choice. */
export const RISE = { minAttempts: 20, floor: 0.05, factor: 2 } as const;

/** The UTC day of a call or an attempt. */
export const dayOf = ({ startedAt }: Pick<CallAttempt, "startedAt">): string =>
  new Date(startedAt / 1_000).toISOString().slice(0, 10);
const reasonOf = ({ status, outcome }: CallAttempt): string => String(status ?? outcome);

/** The daily report: reasons by gateway and day, in the order of gateway names and days (FOV-140). */
export function dailyReasons(records: readonly CallRecord[]): readonly DailyReasons[] {
  const attempts = records.flatMap((record) => record.attempts);
  const groups = Map.groupBy(attempts, (attempt) => `${attempt.gateway}\n${dayOf(attempt)}`);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => {
      const [gateway = "", day = ""] = key.split("\n");
      const counts = [...Map.groupBy(own, reasonOf)].map(([reason, same]) => [reason, same.length] as const);
      return { gateway, day, attempts: own.length, reasons: Object.fromEntries(counts) };
    });
}

const share = (days: readonly DailyReasons[], code: string): number => {
  const all = days.reduce((sum, { attempts }) => sum + attempts, 0);
  return all === 0 ? 0 : days.reduce((sum, { reasons }) => sum + (reasons[code] ?? 0), 0) / all;
};

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

/** Gateways whose share of 503 has risen on their last day (FOV-140). */
export function rising503(report: readonly DailyReasons[]): readonly Finding[] {
  return [...Map.groupBy(report, ({ gateway }) => gateway)].flatMap(([gateway, days]) => {
    const last = days.at(-1);
    const earlier = days.slice(0, -1);
    if (last === undefined || earlier.length === 0 || last.attempts < RISE.minAttempts) return [];
    const [before, now] = [share(earlier, "503"), share([last], "503")];
    if (now < RISE.floor || now < before * RISE.factor) return [];
    return [
      {
        rule: "ROUTE_503_RISE",
        severity: "warning" as const,
        subject: gateway,
        finding: `${percent(now)} of the attempts at ${gateway} on ${last.day} ended with 503, ${percent(before)} on the days before`,
        cost: "the vendor is overloaded or our balance with it is used up: soon all its calls go to the backups",
        mend: "look at the vendor's balance and lines, and ask the vendor, before it stops altogether",
        behaviours: ["FOV-140"],
      },
    ];
  });
}

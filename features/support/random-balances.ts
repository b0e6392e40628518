import { SeededRandom } from "../../src/adapters/sim";
import { formatMoney, moneyOf, seconds, type Money } from "../../src/base";
import type { AvailableTime } from "../../src/services/vos3000d";
import type { Random } from "../../src/ports";
import { accountNamed } from "./facts/account-facts";
import type { Lab } from "./lab";

/** A balance, a limit and a rate that were drawn, and what came of a call. */
export interface BalanceTrial {
  readonly number: string;
  /** What GetAvailableTime said. */
  readonly told: number;
  /** Seconds of talk; undefined: the call was refused. */
  readonly talked: number | undefined;
  readonly endReason: string;
  /** For a failure. */
  readonly drawn: string;
}

const PERIODS = [1, 6, 7, 30, 60];
/** Money for about so many seconds at most: a minute is the boundary. */
const LONGEST_TALK = 300;

interface Drawn {
  readonly number: string;
  readonly prefix: string;
  readonly rate: string;
  readonly period: number;
  readonly money: Money;
  readonly limit: Money;
}

function draw(random: Random, index: number): Drawn {
  const prefix = `880${String(index).padStart(4, "0")}`;
  const perMinute = BigInt(random.between(1, 20_000)) * 1_000_000n;
  const talk = random.between(0, LONGEST_TALK);
  const limit = BigInt(random.between(0, 3)) * 10_000_000_000n;
  const available = (perMinute * BigInt(talk)) / 60n + BigInt(random.between(0, 5));
  return {
    ...{ number: `${prefix}00000`, prefix, rate: formatMoney(perMinute as Money) },
    period: PERIODS[random.between(0, PERIODS.length - 1)] ?? 1,
    ...{ money: (available - limit) as Money, limit: limit as Money },
  };
}

/** Tries `count` balances, one after another: asks, calls, and leaves the call alone. Before the lab runs, since it brings the rates. */
export async function tryBalances(lab: Lab, account: string, count: number): Promise<readonly BalanceTrial[]> {
  const random = SeededRandom.fromSeed(lab.stage.seed).fork("balances");
  const drawn = Array.from({ length: count }, (_, index) => draw(random, index));
  const rates = drawn.map(({ prefix, rate, period }) => ({ prefix, rate, period }));
  const settings = lab.switch(lab.firstSwitch);
  settings.rating = { ...settings.rating, rateTables: [...(settings.rating?.rateTables ?? []), { name: "Random", rates }] };
  lab.setParameter(lab.firstSwitch, "SS_SESSION_TIMER", 0);
  const trials: BalanceTrial[] = [];
  for (const each of drawn) trials.push(await tryBalance(lab, account, each));
  return trials;
}

async function tryBalance(lab: Lab, account: string, { number, money, limit, ...rate }: Drawn): Promise<BalanceTrial> {
  const stage = await lab.running();
  const name = lab.firstSwitch;
  await stage.ask(name, "changeAccount", { name: account, limit: formatMoney(limit) });
  const missing = money - moneyOf((await accountNamed(lab, account)).money);
  if (missing !== 0n) await stage.ask(name, "payAccount", { name: account, amount: formatMoney(missing as Money) });
  const { timeRemain } = (await stage.ask(name, "availableTime", { account, callee: number })) as AvailableTime;
  const call = await lab.place({ caller: account, to: number });
  await lab.ended(call, seconds(LONGEST_TALK * 2 + 60));
  const record = (await stage.records(name)).at(-1);
  return {
    number,
    told: timeRemain,
    talked: record?.answeredAt === undefined ? undefined : record.holdTimeMs / 1_000,
    endReason: record?.endReason ?? "",
    drawn: `${formatMoney(money)}, limit ${formatMoney(limit)}, ${rate.rate} a minute in cycles of ${rate.period} s`,
  };
}

import { formatMoney, parseMoney, SwitchError, UsageError, type Money } from "../../base";
import { journaledRecords } from "../../cdr";
import { loadSwitchConfig, type SwitchConfig } from "../../config";
import type { ControlHandler } from "../../services/control";
import {
  accountCommands,
  AccountBook,
  journalFolder,
  rebuildBalances,
  type AccountChange,
  type AccountReport,
  type AvailableTime,
} from "../../services/vos3000d";
import { everyStoredRecord } from "../../store";
import { askSwitch, refuseSecondSwitch } from "../control-address";
import { show, table } from "../output";
import { EXIT_CODES, type CliWorld } from "../world";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

interface PayOptions extends Options {
  readonly deduct?: boolean;
  readonly note?: string;
}

interface LimitOptions extends Options {
  readonly floor?: string;
}

interface LockOptions extends Options {
  readonly off?: boolean;
}

type Values = Readonly<Record<string, unknown>>;

const CONFIG = ["--config <file>", "the switch's configuration"] as const;
const JSON_OPTION = ["--json", "as JSON"] as const;

/** Asks the running switch; where none runs, its files, which it reads when it starts. */
async function askAccounts(world: CliWorld, config: SwitchConfig, command: string, values: Values = {}): Promise<unknown> {
  try {
    return await askSwitch(world, config, command, values);
  } catch (error) {
    if (!(error instanceof SwitchError) || error.code !== "CONTROL_UNREACHABLE") throw error;
    await refuseSecondSwitch(world, config);
    return offline(world, config, command, values);
  }
}

async function offline(world: CliWorld, config: SwitchConfig, command: string, values: Values): Promise<unknown> {
  const { files, log, clock } = world;
  const journaled = journaledRecords(files, journalFolder(config));
  const rules = () => {
    throw new SwitchError("CONTROL_UNREACHABLE", "no call can be admitted by a switch that does not run");
  };
  const book = new AccountBook({ files, log, clock, config, journaled, rules });
  try {
    const handler: ControlHandler | undefined = accountCommands(book, config)[command];
    if (handler === undefined) throw new SwitchError("CONTROL_UNREACHABLE", `switch "${config.name}" is not running; start it`);
    return await handler({ ...values });
  } finally {
    book.close();
  }
}

function accountTable(accounts: readonly AccountReport[]): string {
  return table<AccountReport>(
    [
      ["account", ({ name }) => name],
      ["money", ({ money }) => money],
      ["limit", ({ limit }) => limit],
      ["reserved", ({ reserved }) => reserved],
      ["available", ({ available }) => available],
      ["calls", ({ calls }) => calls],
      ["lock", ({ lock }) => lock],
      ["valid until", ({ validUntil }) => validUntil ?? "ever"],
    ],
    accounts,
    "the configuration has no account",
  );
}

function changeTable(changes: readonly AccountChange[]): string {
  return table<AccountChange>(
    [
      ["at", ({ at }) => at],
      ["account", ({ account }) => account],
      ["what", ({ kind }) => kind],
      ["amount", (change) => (change.kind === "terms" ? JSON.stringify(change.terms) : change.amount)],
      ["note", (change) => (change.kind === "paid" ? change.note : undefined)],
    ],
    changes,
    "nothing was ever opened or paid",
  );
}

/** `carrierlab account`: balances of customers and vendors, and what operators do with them. */
export const addAccount: AddCommand = (program, world) => {
  const account = program.command("account").description("accounts of customers and vendors: balance, overdraft limit, lock");
  const changing = async (options: Options, command: string, values: Values): Promise<void> => {
    const report = (await askAccounts(world, loadSwitchConfig(world.files, options.config), command, values)) as AccountReport;
    show(world, options.json, report, () => accountTable([report]));
  };
  account
    .command("list", { isDefault: true })
    .description("every account, as it stands now")
    .requiredOption(...CONFIG)
    .option(...JSON_OPTION)
    .action(async ({ config: file, json }: Options) => {
      const accounts = (await askAccounts(world, loadSwitchConfig(world.files, file), "accounts")) as readonly AccountReport[];
      show(world, json, accounts, () => accountTable(accounts));
    });
  account
    .command("show <name>")
    .description("one account, as it stands now")
    .requiredOption(...CONFIG)
    .option(...JSON_OPTION)
    .action(async (name: string, { config: file, json }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      const accounts = (await askAccounts(world, config, "accounts")) as readonly AccountReport[];
      const found = accounts.find((each) => each.name === name);
      if (found === undefined) throw new SwitchError("ACCOUNT_UNKNOWN", `there is no account "${name}"`, { name });
      show(world, json, found, () => accountTable([found]));
    });
  account
    .command("pay <name> <amount>")
    .description("books a payment")
    .requiredOption(...CONFIG)
    .option("--deduct", "takes the amount instead: a deduction that is no call, such as a rent")
    .option("--note <text>", "kept with it")
    .option(...JSON_OPTION)
    .action((name: string, amount: string, options: PayOptions) =>
      changing(options, "payAccount", {
        name,
        amount: options.deduct === true ? `-${amount}` : amount,
        ...(options.note === undefined ? {} : { note: options.note }),
      }),
    );
  account
    .command("statement [name]")
    .description("openings, payments, deductions and changed terms of one account or of all, oldest first; calls are in `cdr`")
    .requiredOption(...CONFIG)
    .option(...JSON_OPTION)
    .action(async (name: string | undefined, { config: file, json }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      const asked = name === undefined ? {} : { name };
      const changes = (await askAccounts(world, config, "accountChanges", asked)) as readonly AccountChange[];
      show(world, json, changes, () => changeTable(changes));
    });
  account
    .command("limit <name> [limit]")
    .description("sets the overdraft limit: 0 or more, or unlimited")
    .requiredOption(...CONFIG)
    .option("--floor <amount>", "the lowest balance instead, as other systems have it: -1000 is a limit of 1000")
    .option(...JSON_OPTION)
    .action((name: string, limit: string | undefined, options: LimitOptions) =>
      changing(options, "changeAccount", { name, limit: limit ?? limitOfFloor(world, options.floor) }),
    );
  account
    .command("lock <name>")
    .description("refuses new calls of an account; calls that are up go on")
    .requiredOption(...CONFIG)
    .option("--off", "takes new calls again")
    .option(...JSON_OPTION)
    .action((name: string, options: LockOptions) =>
      changing(options, "changeAccount", { name, lock: options.off === true ? "noLock" : "locked" }),
    );
  account
    .command("valid <name> <until>")
    .description("refuses new calls from a moment on; `ever` takes the end away")
    .requiredOption(...CONFIG)
    .option(...JSON_OPTION)
    .action((name: string, until: string, options: Options) => changing(options, "changeAccount", { name, validUntil: until }));
  account
    .command("available <name> <callee>")
    .description("how long a call to a number could talk now; below zero: the end reason that it would have")
    .requiredOption(...CONFIG)
    .option(...JSON_OPTION)
    .action(async (name: string, callee: string, { config: file, json }: Options) => {
      const question = { account: name, callee: callee.replace(/^\+/, "") };
      const answer = (await askSwitch(world, loadSwitchConfig(world.files, file), "availableTime", question)) as AvailableTime;
      show(world, json, answer, () => availableText(answer, callee));
      if (answer.timeRemain < 0) world.exitCode = EXIT_CODES.failed;
    });
  account
    .command("rebuild")
    .description("makes the snapshot of balances anew from the changes and all call records; the switch must not run")
    .requiredOption(...CONFIG)
    .option(...JSON_OPTION)
    .action(async ({ config: file, json }: Options) => {
      const config = loadSwitchConfig(world.files, file);
      await refuseSecondSwitch(world, config);
      const database = world.openDatabase(config);
      try {
        const { files, log } = world;
        const stored = everyStoredRecord(database);
        const balances = await rebuildBalances({ files, log, config, stored });
        show(world, json, balances, () => table(BALANCE_COLUMNS, balances, "no account has ever been opened"));
      } finally {
        await database.close();
      }
    });
};

const BALANCE_COLUMNS = [
  ["account", ({ name }: { readonly name: string }) => name],
  ["money", ({ money }: { readonly money: string }) => money],
] as const satisfies Parameters<typeof table<{ readonly name: string; readonly money: string }>>[0];

/** A floor below zero as a limit, and says so (BAL-005). */
function limitOfFloor(world: CliWorld, floor: string | undefined): string {
  const lowest = parseMoney(floor ?? "");
  if (lowest === undefined || lowest > 0n)
    throw new UsageError("CLI_BAD_FLOOR", `"${floor ?? ""}": give a limit, or --floor with a balance of 0 or less such as -1000`);
  const limit = formatMoney((0n - lowest) as Money);
  world.complain(`carrierlab: a floor of ${formatMoney(lowest)} is an overdraft limit of ${limit}`);
  return limit;
}

function availableText({ account, accountMoney, timeRemain, endReason }: AvailableTime, callee: string): string {
  const has = accountMoney === undefined ? "" : ` has ${accountMoney} and`;
  if (timeRemain < 0) return `${account}${has} cannot call ${callee}: ${endReason ?? ""} (${timeRemain})`;
  return `${account}${has} can talk to ${callee} for ${timeRemain} seconds`;
}

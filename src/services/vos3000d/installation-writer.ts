import { seconds, SwitchError, type Duration, type Money } from "../../base";
import type { Clock, Database, Log, SqlConnection, Timer } from "../../ports";
import {
  asDouble,
  DailyTables,
  dayOf,
  keepNamedDatabases,
  migrate,
  mirrorBalances,
  mirrorInstallation,
  type Installation,
} from "../../store";

/** How long a database that refused the configuration is left alone. Our choice: records try it at the same pace. */
export const RETRY_INTERVAL: Duration = seconds(30);

/** How old `e_customer.money` may be. Our choice: a monitoring tool looks once a minute. */
export const BALANCE_INTERVAL: Duration = seconds(10);

export interface InstallationWriterOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** The configuration as it is when it is written. */
  readonly installation: () => Installation;
  /** What each account has now. */
  readonly balances: () => ReadonlyMap<string, Money>;
  /** Keeps views in the databases that the guides name, where the server lets us. */
  readonly namesDatabases: boolean;
}

/**
 * Writes the configuration into the tables that tools of the field read: when the switch starts, after each change, and again after a
 * database that was away.
 *
 * Calls never wait for it. One writing at a time; changes meanwhile are one more writing. What accounts have follows every
 * {@link BALANCE_INTERVAL}, for those that it changed for.
 */
export class InstallationWriter {
  private running: Promise<void> | undefined;
  private isWanted = false;
  private isStopped = false;
  private hasFailed = false;
  private isWritten = false;
  private retryTimer: Timer | undefined;
  private balanceTimer: Timer | undefined;
  private accountKeys: ReadonlyMap<string, number> = new Map();
  private lastBalances = new Map<string, number>();

  constructor(private readonly options: InstallationWriterOptions) {
    this.balanceLater();
    this.request();
  }

  /** Writes what has changed, soon. */
  request(): void {
    this.isWanted = true;
    this.retryTimer?.cancel();
    this.retryTimer = undefined;
    this.run();
  }

  /** Breaks off what is being written, which is then not written at all, and resolves when the database is left alone. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.retryTimer?.cancel();
    this.balanceTimer?.cancel();
    await this.running;
  }

  private run(): void {
    if (this.running !== undefined || this.isStopped || !this.isWanted) return;
    this.isWanted = false;
    this.occupy(this.write());
  }

  private occupy(work: Promise<void>): void {
    this.running = work.finally(() => {
      this.running = undefined;
      this.run();
    });
  }

  private async write(): Promise<void> {
    const { clock, log, installation, namesDatabases } = this.options;
    const database = this.breakable();
    try {
      await migrate(database);
      await new DailyTables(database).ensure([dayOf(clock.wallClock())]);
      const wanted = installation();
      const { changed, accounts } = await mirrorInstallation(database, wanted);
      this.accountKeys = accounts;
      this.lastBalances = new Map(wanted.accounts.map(({ name, money }) => [name, money]));
      if (namesDatabases && !this.isWritten) {
        for (const { name, state, reason } of await keepNamedDatabases(database)) {
          if (state !== "ours") log.write("warn", "database.named", { name, state, reason });
        }
      }
      log.write("info", "configuration.stored", { ...changed });
      this.isWritten = true;
      this.hasFailed = false;
    } catch (error) {
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    if (this.isStopped) return;
    const code = error instanceof SwitchError ? error.code : "INVARIANT_VIOLATION";
    const message = error instanceof Error ? error.message : String(error);
    // One event for each outage, not one for each try.
    if (!this.hasFailed) this.options.log.write("error", "configuration.not-stored", { code, message });
    this.hasFailed = true;
    this.retryTimer ??= this.options.clock.in(RETRY_INTERVAL, "configuration to the database", () => this.request());
  }

  private balanceLater(): void {
    this.balanceTimer = this.options.clock.in(BALANCE_INTERVAL, "balances to the database", () => {
      this.balanceLater();
      if (this.running === undefined && this.isWritten) this.occupy(this.writeBalances());
    });
  }

  private async writeBalances(): Promise<void> {
    const now = [...this.options.balances()].map(([name, money]) => [name, asDouble(money)] as const);
    const changed = new Map(now.filter(([name, money]) => this.lastBalances.get(name) !== money));
    if (changed.size === 0) return;
    const byKey = new Map([...changed].map(([name, money]) => [this.accountKeys.get(name) ?? 0, money]));
    try {
      await this.breakable().transaction((connection) => mirrorBalances(connection, byKey));
      for (const [name, money] of changed) this.lastBalances.set(name, money);
    } catch (error) {
      // The next tick tries it again; the state of the database is told by the way of records.
      if (!(error instanceof SwitchError)) throw error;
    }
  }

  /** The database, until the writer is stopped: then the next statement fails and its transaction is rolled back. */
  private breakable(): Database {
    const { database } = this.options;
    const guarded = (connection: SqlConnection): SqlConnection => ({
      run: (sql, parameters) => {
        if (this.isStopped) return Promise.reject(new SwitchError("CONFIGURATION_WRITE_STOPPED", "the switch stops"));
        return connection.run(sql, parameters);
      },
    });
    return {
      dialect: database.dialect,
      run: (sql, parameters) => guarded(database).run(sql, parameters),
      transaction: (work) => database.transaction((connection) => work(guarded(connection))),
      close: () => Promise.resolve(),
    };
  }
}

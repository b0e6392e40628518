import type { Problem } from "./problems";
import type { SwitchConfig } from "./schema";

type Kind = "workCalendars" | "rateTables" | "periodRates" | "accounts" | "rateGroups";

/** Names that occur twice, and references to what is not there (CAL-306): of calendars, rate tables, period rates and accounts. */
export function ratingProblems(config: SwitchConfig): readonly Problem[] {
  const problems: Problem[] = [];
  const names = {} as Record<Kind, Set<string>>;
  for (const kind of ["workCalendars", "rateTables", "periodRates", "accounts", "rateGroups"] as const) {
    names[kind] = new Set();
    for (const [index, { name }] of config[kind].entries()) {
      if (names[kind].has(name)) {
        const message = `${kind}[${index}].name: "${name}" is there twice; names are unique`;
        problems.push({ path: [kind, index, "name"], message });
      }
      names[kind].add(name);
    }
  }
  const refer = (path: readonly (string | number)[], kind: Kind, name: string | undefined): void => {
    if (name === undefined || names[kind].has(name)) return;
    const at = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
    problems.push({ path, message: `${at.slice(1)}: ${kind} has no "${name}"; create it first` });
  };
  for (const [index, { calendar, workingTable, nonWorkingTable }] of config.periodRates.entries()) {
    refer(["periodRates", index, "calendar"], "workCalendars", calendar);
    refer(["periodRates", index, "workingTable"], "rateTables", workingTable);
    refer(["periodRates", index, "nonWorkingTable"], "rateTables", nonWorkingTable);
  }
  for (const [index, { rateTable, periodRates, calendar }] of config.accounts.entries()) {
    refer(["accounts", index, "rateTable"], "rateTables", rateTable);
    refer(["accounts", index, "calendar"], "workCalendars", calendar);
    for (const [place, name] of periodRates.entries()) refer(["accounts", index, "periodRates", place], "periodRates", name);
  }
  for (const [index, { periodRates, accounts }] of config.rateGroups.entries()) {
    for (const [place, name] of periodRates.entries()) refer(["rateGroups", index, "periodRates", place], "periodRates", name);
    for (const [place, name] of accounts.entries()) refer(["rateGroups", index, "accounts", place], "accounts", name);
  }
  for (const kind of ["mappingGateways", "routingGateways"] as const)
    for (const [index, { account }] of config[kind].entries()) refer([kind, index, "account"], "accounts", account);
  return problems;
}

export * from "./account";
export * from "./account-ledger";
export * from "./calendar-setting";
export * from "./rate-book";
export * from "./rate-table";
export * from "./sentences";
export * from "./work-calendar";
export type { CallMoney } from "./call-money";
export { MOST_SECONDS, talkTime, type OverdraftReading, type OverdraftRules } from "./affordable";

export * from "./evidence";
export * from "./examine";
export * from "./layers";
export { MOVING_HOLIDAYS } from "./calendars";

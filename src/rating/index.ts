export * from "./calendar-setting";
export * from "./rate-book";
export * from "./rate-table";
export * from "./sentences";
export * from "./work-calendar";

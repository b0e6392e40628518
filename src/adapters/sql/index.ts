export * from "./mysql-database";
export * from "./mysql-url";
export * from "./sqlite-database";

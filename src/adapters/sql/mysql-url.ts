import { UsageError } from "../../base";
import type { MysqlOptions } from "./mysql-database";

/** Reads `mysql://user:password@host:port/database`. @throws {UsageError} `DATABASE_BAD_URL`; the text is not repeated, for it holds a password. */
export function mysqlOptionsFromUrl(text: string): MysqlOptions {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const database = url?.pathname.slice(1) ?? "";
  if (url === undefined || !["mysql:", "mariadb:"].includes(url.protocol) || database === "" || url.username === "") {
    throw new UsageError("DATABASE_BAD_URL", "a database URL looks like mysql://user:password@host:3306/carrierlab");
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    ...(url.port === "" ? {} : { port: Number(url.port) }),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(database),
  };
}

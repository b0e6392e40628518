import { Wait, type StartedTestContainer } from "testcontainers";
import { IMAGES } from "./images";
import { NetContainer, type Attachment } from "./net-container";

/** Names and password of the database in {@link startMariaDb}; it holds test data only. */
export const TEST_DATABASE = { user: "carrierlab", password: "carrierlab", database: "carrierlab" } as const;

/** An empty MariaDB on the container's own disk, so that it can be killed and started again. Healthy in a second or two. */
export function startMariaDb(attachment: Attachment): Promise<StartedTestContainer> {
  const { user, password, database } = TEST_DATABASE;
  return new NetContainer(IMAGES.mariadb)
    .withAttachment(attachment)
    .withEnvironment({
      MARIADB_USER: user,
      MARIADB_PASSWORD: password,
      MARIADB_DATABASE: database,
      MARIADB_ROOT_PASSWORD: password,
    })
    .withHealthCheck({
      test: ["CMD-SHELL", `mariadb-admin -u${user} -p${password} -h127.0.0.1 ping --silent`],
      interval: 250,
      timeout: 2_000,
      retries: 120,
    })
    .withWaitStrategy(Wait.forHealthCheck())
    .withStartupTimeout(60_000)
    .start();
}

/** The address of a MariaDB of {@link startMariaDb}, as a configuration names it; `root` may make databases. */
export function mariaDbUrl(address: string, user: "root" | "carrierlab" = TEST_DATABASE.user): string {
  const { password, database } = TEST_DATABASE;
  return `mysql://${user}:${password}@${address}:3306/${database}`;
}

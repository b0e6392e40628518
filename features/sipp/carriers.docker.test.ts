import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import { Wait, type StartedTestContainer } from "testcontainers";
import { IMAGES } from "../../docker/images";
import { NetContainer } from "../../docker/net-container";
import { POLITE } from "../../simulators/endpoint";
import { MysqlDatabase } from "../../src/adapters/sql";
import type { CallRecord } from "../../src/cdr";
import { assertEnded, carrierGateways, numberOf, SIPP_CARRIERS } from "../support/sipp-carriers";
import { until } from "../support/sipp-vendors";
import { leaveRun } from "../support/stages/after-the-run";
import { ControlledSwitch } from "../support/stages/controlled-switch";
import { startContainerParty, type ContainerParty } from "../support/stages/docker/container-party";
import { CONTAINER_CONTROL_PORT, CONTAINER_DATA, ContainerSwitch } from "../support/stages/docker/container-switch";
import { CONTAINER_ADDRESSES, dockerGround } from "../support/stages/docker/docker-ground";
import { SIP_PORT, switchConfigText } from "../support/stages/switch-config";

/** Those with a file, which is in the image. */
const CARRIERS = SIPP_CARRIERS.filter(({ file }) => file !== undefined);
/** The slow one answers after ten seconds; the rest is for a busy machine. */
const ALL_OVER_MS = 25_000;

const portOf = (index: number): number => SIP_PORT + 2 * index;

/** All carriers in one container, each a SIPp on a port of its own; the good vendor is the last. */
async function startCarriers(attachment: Parameters<NetContainer["withAttachment"]>[0] & { readonly address: string }) {
  const { address } = attachment;
  const files = [...CARRIERS.map(({ file }) => `carriers/${file}`), "uas"];
  const started = files.map(
    (file, index) =>
      `sipp -sf /sipp/scenarios/${file}.xml -t u1 -i ${address} -mi ${address} -p ${portOf(index)} -mp ${20_000 + 100 * index} -nostdin -timeout 300 >/dev/null 2>&1 &`,
  );
  return new NetContainer(IMAGES.sipp)
    .withAttachment(attachment)
    .withCommand(["sh", "-c", `${started.join("\n")}\nwait`])
    .withWaitStrategy(
      Wait.forSuccessfulCommand(`test $(ss -Hlun | grep -c '${address}:[56][0-9][0-9][0-9] ') -ge ${files.length}`),
    )
    .withStartupTimeout(30_000)
    .start();
}

describe("carriers of SIPp in a container, all at once", () => {
  let carriers: StartedTestContainer | undefined;
  let acme: ContainerParty | undefined;
  let control: ControlledSwitch | undefined;
  let records: readonly CallRecord[] = [];

  before(async () => {
    const ground = await dockerGround();
    const addressOf = (host: string): string =>
      host === "A" ? CONTAINER_ADDRESSES.switch(0) : CONTAINER_ADDRESSES.party(host === "Acme" ? 0 : 1);
    const attachment = (host: string) => ({ network: ground.network, address: addressOf(host) });
    const store = await ground.database(`sipp_carriers_${Date.now()}`);
    const file = switchConfigText(
      {
        name: "A",
        parameters: {},
        mappingGateways: [{ name: "acme", peer: "Acme" }],
        routingGateways: carrierGateways(CARRIERS).map((gateway, index) => ({
          ...gateway,
          peer: "Carriers",
          port: portOf(index),
        })),
      },
      { address: addressOf("A"), addressOf, dataFolder: CONTAINER_DATA },
    );
    const channel = { address: "0.0.0.0", port: CONTAINER_CONTROL_PORT, allowRemote: true };
    const config = { ...(JSON.parse(file) as object), control: channel, store: { kind: "mysql", ...store } };
    const personality = { ...POLITE, hangsUpAfterMs: 1_000 };
    const [access, caller, vendors] = await Promise.all([
      ContainerSwitch.start({
        name: "A",
        attachment: attachment("A"),
        file: JSON.stringify(config),
        database: new MysqlDatabase(store),
        environment: {},
      }),
      startContainerParty({ name: "Acme", personality, seed: 7, attachment: attachment("Acme"), labStart: 0 }),
      startCarriers(attachment("Carriers")),
    ]);
    carriers = vendors;
    acme = caller;
    control = new ControlledSwitch(access);
    records = await callAll(caller, control, { address: addressOf("A"), port: SIP_PORT });
  });
  after(async () => {
    await carriers?.stop({ timeout: 0 });
    await acme?.container.stop({ timeout: 2_000 });
    await control?.close();
    await leaveRun();
  });

  for (const [index, carrier] of CARRIERS.entries()) it(carrier.name, () => assertEnded(carrier, records, index));

  it("has met nothing unexpected in the end", async () => {
    assert.deepEqual([...((await control?.problems()) ?? []), ...((await acme?.party.problems()) ?? [])], []);
  });
});

/** Every call of every carrier at once, hung up by the caller; the records of all of them. */
async function callAll(
  { party }: ContainerParty,
  control: ControlledSwitch,
  via: { readonly address: string; readonly port: number },
): Promise<readonly CallRecord[]> {
  const calls = CARRIERS.flatMap(({ calls = 1, cancels = false }, index) =>
    Array.from({ length: calls }, (_, call) => ({ call: `call ${index}.${call}`, to: numberOf(index), cancels })),
  );
  for (const { call, to } of calls) await party.call({ call, to, via });
  await sleep(2_000);
  for (const { call, cancels } of calls) if (cancels) await party.act({ call }, { do: "hangUp" });
  await until("all calls are over", ALL_OVER_MS, async () => (await party.legs()).every(({ state }) => state === "ended"));
  await until("all calls have records", ALL_OVER_MS, async () => (await control.records()).length === calls.length);
  return control.records();
}

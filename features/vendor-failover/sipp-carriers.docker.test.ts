import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { getContainerRuntimeClient, type StartedTestContainer } from "testcontainers";
import { seconds, type Duration } from "../../src/base";
import { POLITE } from "../../simulators/endpoint";
import { leaveRun } from "../support/stages/after-the-run";
import { DockerStage } from "../support/stages/docker/docker-stage";
import type { RoutingGatewaySettings, SwitchSettings } from "../support/stages";

const ACME = { name: "Acme", personality: POLITE };
/** A packet crosses two processes and a bridge on a busy machine. */
const SLACK_S = 0.5;

function vendor(name: string, priority: number, more: Partial<RoutingGatewaySettings> = {}): RoutingGatewaySettings {
  return { name, peer: name, prefixes: ["44"], priority, switchUntilConnect: true, timerB: "8s", optionsCheck: true, ...more };
}

const switchWith = (routingGateways: readonly RoutingGatewaySettings[], checkPeriod: number): SwitchSettings => ({
  name: "A",
  parameters: { SS_SIP_OPTIONS_CHECK_PERIOD: checkPeriod },
  mappingGateways: [{ name: "Acme", peer: "Acme" }],
  routingGateways,
});

async function call(stage: DockerStage, name: string, limit: Duration): Promise<void> {
  await stage.call({ caller: "Acme", through: "A", call: name, to: "442079460123" });
  const answered = await stage.until(
    async () => (await stage.legs("Acme")).find((leg) => leg.call === name)?.state === "answered",
    limit,
  );
  assert.ok(answered, JSON.stringify((await stage.legs("Acme")).at(-1)));
}

async function hangUp(stage: DockerStage, name: string, records: number): Promise<void> {
  await stage.act("Acme", { call: name }, { do: "hangUp" });
  assert.ok(await stage.until(async () => (await stage.records("A")).length === records, seconds(10)), `record of ${name}`);
}

/** Carriers to which INVITEs went from the switch, in order, each with the moment of its first one. */
async function invited(stage: DockerStage): Promise<readonly (readonly [carrier: string, at: number])[]> {
  const first = new Map<string, number>();
  for (const { at, to, bytes } of await stage.packets()) {
    const host = stage.hostOf(to.address);
    if (bytes.toString("latin1", 0, 7) !== "INVITE " || host === undefined || host === "switch A" || first.has(host)) continue;
    first.set(host, at / 1_000_000);
  }
  return [...first];
}

describe("vendors that are SIPp, each in a container", () => {
  after(leaveRun);

  it("answer 503, nothing and 200: the call goes through the third after the second's INVITE timeout", async () => {
    const stage = new DockerStage(7);
    try {
      await Promise.all([
        stage.addCarrier("Refuses", "carrier-503.xml"),
        stage.addCarrier("Silent", "carrier-silent.xml"),
        stage.addCarrier("Answers", "carrier-answers.xml"),
      ]);
      const gateways = [vendor("Refuses", 1), vendor("Silent", 2), vendor("Answers", 3)];
      await stage.start({ switches: [switchWith(gateways, 0)], parties: [ACME], paths: [] });
      await call(stage, "first", seconds(20));
      const asked = await invited(stage);
      assert.deepEqual(
        asked.map(([carrier]) => carrier),
        ["Refuses", "Silent", "Answers"],
      );
      const start = asked[0]?.[1] ?? Number.NaN;
      const delays = asked.map(([, at]) => at - start);
      for (const [index, wanted] of [0, 0, 8].entries()) {
        const delay = delays[index] ?? Number.NaN;
        assert.ok(Math.abs(delay - wanted) < SLACK_S, `INVITE ${index + 1} after ${delay} s, not ${wanted}`);
      }
      await stage.pass(seconds(1));
      await hangUp(stage, "first", 1);
      const [record] = await stage.records("A");
      assert.equal(record?.calleeGateway, "Answers");
      assert.deepEqual(
        record?.attempts.map(({ gateway, status, outcome }) => [gateway, status, outcome]),
        [
          ["Refuses", 503, "refused"],
          ["Silent", 408, "timeout"],
          ["Answers", 200, "answered"],
        ],
      );
      assert.deepEqual(await stage.leaks(), []);
    } finally {
      await stage.close();
    }
  });

  it("are taken out and back in by OPTIONS when a container is paused, killed and started, and calls that are up stay up", async () => {
    const stage = new DockerStage(7);
    const engine = (container: StartedTestContainer) =>
      getContainerRuntimeClient().then((client) => client.container.dockerode.getContainer(container.getId()));
    const isOnline = async (wanted: boolean): Promise<void> => {
      const found = async (): Promise<boolean> =>
        (await stage.gatewayStates("A")).find(({ name }) => name === "First")?.isOnline === wanted;
      assert.ok(await stage.until(found, seconds(45)), `First is never found to be ${wanted ? "online" : "offline"}`);
    };
    const carriedBy = async (name: string, records: number): Promise<string> => {
      await call(stage, name, seconds(5));
      await hangUp(stage, name, records);
      const record = (await stage.records("A")).at(-1);
      assert.equal(record?.attempts.length, 1, "a gateway that is out costs no attempt");
      return record.calleeGateway ?? "";
    };
    try {
      const [first] = await Promise.all([
        stage.addCarrier("First", "carrier-answers.xml"),
        stage.addCarrier("Second", "carrier-answers.xml"),
      ]);
      await stage.start({
        switches: [switchWith([vendor("First", 1), vendor("Second", 2)], 5)],
        parties: [ACME],
        paths: [],
      });
      const container = await engine(first);
      await call(stage, "in flight", seconds(5));
      await container.pause();
      await isOnline(false);
      assert.equal(await carriedBy("while paused", 1), "Second");
      await container.unpause();
      await isOnline(true);
      assert.equal((await stage.legs("Acme")).find((leg) => leg.call === "in flight")?.state, "answered");
      await hangUp(stage, "in flight", 2);
      assert.equal(await carriedBy("after the pause", 3), "First");
      await container.kill({ signal: "SIGKILL" });
      await isOnline(false);
      assert.equal(await carriedBy("while dead", 4), "Second");
      await container.start();
      await isOnline(true);
      assert.equal(await carriedBy("after the start", 5), "First");
      assert.deepEqual(await stage.leaks(), []);
    } finally {
      await stage.close();
    }
  });
});

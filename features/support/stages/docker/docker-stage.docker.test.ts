import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { getContainerRuntimeClient } from "testcontainers";
import { milliseconds, seconds } from "../../../../src/base";
import { POLITE } from "../../../../simulators/endpoint";
import type { LabSettings, SwitchSettings } from "../lab-settings";
import { leaveRun } from "../after-the-run";
import { dockerGround } from "./docker-ground";
import { DockerStage } from "./docker-stage";

const CALLER = { name: "Acme", personality: POLITE };
const CALLED = { name: "Beta", personality: { ...POLITE, onInvite: [{ afterMs: 100, status: 200, sdp: "answer" as const }] } };

/** Two parties and no switch: what the stage itself adds is what is tested. */
const lab = (settings: Partial<LabSettings> = {}): LabSettings => ({
  switches: [],
  parties: [CALLER, CALLED],
  paths: [],
  ...settings,
});

/** One switch between the two parties. */
const ALONE: SwitchSettings = {
  name: "A",
  parameters: {},
  mappingGateways: [{ name: "acme", peer: "Acme" }],
  routingGateways: [{ name: "beta", peer: "Beta", prefixes: ["44"] }],
};

async function talk(stage: DockerStage, through = "Beta", call = "first"): Promise<void> {
  await stage.call({ caller: "Acme", through, call, to: "442079460123" });
  const answered = await stage.until(async () => (await stage.legs("Acme")).at(-1)?.state === "answered", seconds(10));
  assert.ok(answered, JSON.stringify(await stage.legs("Acme")));
  for (const party of ["Acme", "Beta"]) await stage.act(party, {}, { do: "speak" });
  await stage.pass(seconds(2));
  await stage.act("Acme", { call }, { do: "hangUp" });
  assert.ok(await stage.until(async () => (await stage.legs("Beta")).at(-1)?.state === "ended", seconds(10)));
}

describe("docker stage", () => {
  after(leaveRun);

  it("carries a call between containers, and what tcpdump saw is the evidence", async () => {
    const stage = new DockerStage(7);
    try {
      await stage.start(lab());
      await talk(stage);
      const { audio, packets } = await stage.evidence();
      assert.deepEqual(
        audio.map(({ listener, verdict }) => [listener, verdict]),
        [
          ["Acme", "intelligible"],
          ["Beta", "intelligible"],
        ],
      );
      const invites = packets.filter(({ bytes }) => bytes.toString("latin1", 0, 7) === "INVITE ");
      assert.equal(invites.length, 1);
      assert.equal(stage.hostOf(invites[0]?.from.address ?? ""), "Acme");
      const [sent] = (await stage.messages("Acme")).filter(({ direction }) => direction === "sent");
      assert.equal(invites[0]?.bytes.toString("latin1"), sent?.text);
      // 2 s of 20 ms packets each way, and the moment before the callee was told to speak.
      const voice = packets.filter(({ bytes }) => bytes[0] === 0x80);
      assert.ok(voice.length > 150, `${voice.length} RTP packets`);
      assert.deepEqual(await stage.problems(), []);
      assert.deepEqual(await stage.leaks(), []);
    } finally {
      await stage.close();
    }
  });

  it("tells moments on one clock", async () => {
    const stage = new DockerStage(7);
    try {
      await stage.start(lab());
      const before = stage.now();
      await talk(stage);
      const times = [...(await stage.messages("Acme")), ...(await stage.messages("Beta"))].map(({ at }) => at);
      assert.ok(Math.min(...times) > before && Math.max(...times) < stage.now());
      const [invite] = await stage.messages("Acme");
      const [received] = await stage.messages("Beta");
      const transit = (received?.at ?? 0) - (invite?.at ?? 0);
      assert.ok(transit > 0 && transit < milliseconds(100), `the INVITE took ${transit} us`);
    } finally {
      await stage.close();
    }
  });

  it("impairs a path, both ways, and mends it", async () => {
    const stage = new DockerStage(7);
    try {
      await stage.start(lab({ paths: [{ between: ["Acme", "Beta"], impairment: { delayMs: 150 } }] }));
      await talk(stage);
      const [invite] = (await stage.messages("Acme")).filter(({ text }) => text.startsWith("INVITE"));
      const [ok] = (await stage.messages("Acme")).filter(({ text }) => /^SIP\/2.0 200[^]*CSeq: 1 INVITE/.test(text));
      // 150 ms there, 100 ms until the answer, 150 ms back.
      const elapsed = (ok?.at ?? 0) - (invite?.at ?? 0);
      assert.ok(elapsed >= milliseconds(400) && elapsed < milliseconds(800), `${elapsed} us`);
      await stage.impair("Acme", "Beta", {});
    } finally {
      await stage.close();
    }
  });

  it("runs two switches with MariaDB behind them: a call crosses both, and each keeps its record when its services are killed", async () => {
    const stage = new DockerStage(7);
    try {
      await stage.start(
        lab({
          switches: [
            {
              name: "A",
              parameters: { SS_RTPENCRYPTIONMODE: 2, SS_RTPENCRYPTIONKEY: "q7Zt1mWx9Rb4Ks2v" },
              mappingGateways: [{ name: "acme", peer: "Acme" }],
              routingGateways: [{ name: "b", peer: "B", prefixes: ["44"], encrypt: true }],
            },
            {
              name: "B",
              parameters: { SS_RTPENCRYPTIONMODE: 2, SS_RTPENCRYPTIONKEY: "q7Zt1mWx9Rb4Ks2v" },
              mappingGateways: [{ name: "a", peer: "A", encrypt: true }],
              routingGateways: [{ name: "beta", peer: "Beta", prefixes: ["44"] }],
            },
          ],
        }),
      );
      await talk(stage, "A");
      const { audio, records } = await stage.evidence();
      assert.deepEqual(
        audio.map(({ listener, verdict }) => [listener, verdict]),
        [
          ["Acme", "intelligible"],
          ["Beta", "intelligible"],
        ],
      );
      assert.equal(records.length, 2);
      assert.ok((await stage.mediaCounters("A")).encrypted > 50);
      for (const service of ["vos3000d", "mbx3000d"] as const) await stage.kill("A", service);
      assert.deepEqual(
        (await stage.records("A")).map(({ flowNo }) => flowNo),
        records.slice(0, 1).map(({ flowNo }) => flowNo),
      );
      assert.ok((await stage.events("A")).includes("service.died"));
      assert.deepEqual([...(await stage.problems()), ...(await stage.leaks())], []);
    } finally {
      await stage.close();
    }
  });

  it("carries calls while MariaDB is killed, says so, and stores each record once when it is back", async () => {
    const stage = new DockerStage(7);
    const { databaseServer } = await dockerGround();
    const server = (await getContainerRuntimeClient()).container.dockerode.getContainer(databaseServer.getId());
    try {
      await stage.start(lab({ switches: [ALONE] }));
      await talk(stage, "A");
      assert.equal((await stage.records("A")).length, 1);
      await server.kill({ signal: "SIGKILL" });
      await talk(stage, "A", "second");
      const noticed = await stage.until(async () => {
        // An operator who asks for what waits to be stored is told that nobody takes it.
        await stage.records("A").catch(() => undefined);
        return (await stage.statusOf("A")).records.database === "unavailable";
      }, seconds(60));
      assert.ok(noticed, JSON.stringify((await stage.statusOf("A")).records));
      assert.equal((await stage.statusOf("A")).records.waiting, 1);
      await server.start();
      assert.ok(await stage.until(async () => (await stage.statusOf("A")).records.database === "available", seconds(60)));
      assert.equal((await stage.records("A")).length, 2);
    } finally {
      await stage.close();
    }
  });

  for (const behindNat of ["portRestricted", "symmetric", "fullCone"] as const) {
    it(`puts a party behind a ${behindNat} router`, async () => {
      const stage = new DockerStage(7);
      try {
        await stage.start(lab({ parties: [{ ...CALLER, behindNat }, CALLED] }));
        await stage.call({ caller: "Acme", through: "Beta", call: "first", to: "442079460123" });
        assert.ok(await stage.until(async () => (await stage.messages("Beta")).length > 0, seconds(10)));
        const [invite] = await stage.messages("Beta");
        assert.equal(stage.hostOf(invite?.remote.address ?? ""), "router of Acme");
        assert.equal(invite?.remote.port === 5060, behindNat !== "symmetric");
      } finally {
        await stage.close();
      }
    });
  }
});

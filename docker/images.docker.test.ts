import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { Wait, type StartedNetwork, type StartedTestContainer } from "testcontainers";
import { IMAGES } from "./images";
import { impair } from "./impairment";
import { mariaDbUrl, startMariaDb } from "./mariadb";
import { freeNetwork, interfaceOf, NetContainer } from "./net-container";

/** Last parts of the containers' addresses. */
const HOSTS = { pinger: 10, echo: 11, database: 12, sipp: 13 } as const;

const ECHO_SERVER = `const s=require("dgram").createSocket("udp4");
s.on("message",(b,r)=>s.send(b,r.port,r.address));s.bind(7000,()=>console.log("listening"))`;

/** Sends 200 datagrams, 5 ms apart, and prints how many came back, how often and when. */
const ping = (echo: string): string => `const s=require("dgram").createSocket("udp4"),sent=[],got=[];
s.on("message",b=>{const i=b.readUInt32BE(0);(got[i]??=[]).push(performance.now()-sent[i])});
(async()=>{for(let i=0;i<200;i++){const b=Buffer.alloc(172);b.writeUInt32BE(i);sent[i]=performance.now();s.send(b,7000,"${echo}");
await new Promise(r=>setTimeout(r,5))}await new Promise(r=>setTimeout(r,500));s.close();
const all=got.filter(Boolean),rtt=all.map(x=>x[0]).sort((a,b)=>a-b);
console.log(JSON.stringify({received:all.length,extra:all.reduce((n,x)=>n+x.length-1,0),median:rtt[rtt.length>>1]}))})()`;

interface Pings {
  readonly received: number;
  readonly extra: number;
  readonly median: number;
}

async function run(container: StartedTestContainer, words: string[]): Promise<string> {
  const { exitCode, stdout, output } = await container.exec(words);
  assert.equal(exitCode, 0, `${words.join(" ")}: ${output}`);
  return stdout.trim();
}

describe("the images", () => {
  let network: StartedNetwork;
  let prefix: string;
  const addressOf = (host: keyof typeof HOSTS): string => `${prefix}.${HOSTS[host]}`;
  let pinger: StartedTestContainer;
  let echo: StartedTestContainer;

  before(async () => {
    ({ network, prefix } = await freeNetwork());
    [pinger, echo] = await Promise.all([
      new NetContainer(IMAGES.node)
        .withAttachment({ network, address: addressOf("pinger") })
        .withCommand(["sleep", "infinity"])
        .start(),
      new NetContainer(IMAGES.node)
        .withAttachment({ network, address: addressOf("echo"), aliases: ["echo"] })
        .withCommand(["node", "-e", ECHO_SERVER])
        .withWaitStrategy(Wait.forLogMessage("listening"))
        .start(),
    ]);
  });
  after(async () => {
    await Promise.all([pinger.stop(), echo.stop()]);
    await network.stop();
  });
  const pings = async (): Promise<Pings> => JSON.parse(await run(pinger, ["node", "-e", ping(addressOf("echo"))])) as Pings;

  it("carry the pinned Node", async () => {
    assert.match(await run(pinger, ["node", "-v"]), /^v24\./);
  });

  it("have the addresses and names that were asked for", async () => {
    assert.notEqual(await interfaceOf(pinger, addressOf("pinger")), "");
    assert.match(await run(pinger, ["getent", "hosts", "echo"]), new RegExp(`^${addressOf("echo").replaceAll(".", "\\.")} `));
  });

  it("pass packets untouched when nothing is impaired", async () => {
    const { received, extra } = await pings();
    assert.deepEqual({ received, extra }, { received: 200, extra: 0 });
  });

  it("impair what a container sends, and stop doing so", async () => {
    const sidecar = await impair(pinger, { delayMs: 60, loss: 0.1, duplicate: 0.2, seed: 4 });
    const { received, extra, median } = await pings();
    await sidecar.stop({ timeout: 5_000 });
    // 200 packets lose 10 % and double 20 %: four standard deviations are 17 and 22 packets.
    assert.ok(received >= 163 && received <= 197, `${received} of 200 came back`);
    assert.ok(extra >= 14 && extra <= 58, `${extra} came twice`);
    assert.ok(median >= 59 && median < 120, `median round trip ${median} ms`);
    assert.equal((await pings()).received, 200);
  });

  it("run MariaDB that is healthy, reads committed data, and is reached from the host", async () => {
    const database = await startMariaDb({ network, address: addressOf("database") });
    const connection = await createConnection(mariaDbUrl(addressOf("database")));
    try {
      const [rows] = await connection.query<RowDataPacket[]>("select version() as version, @@tx_isolation as isolation");
      assert.match(String(rows[0]?.["version"]), /^11\./);
      assert.equal(rows[0]?.["isolation"], "READ-COMMITTED");
    } finally {
      await connection.end();
      await database.stop({ timeout: 10_000 });
    }
  });

  it("run SIPp with the packaged scenarios", async () => {
    const address = addressOf("sipp");
    const sipp = await new NetContainer(IMAGES.sipp)
      .withAttachment({ network, address })
      .withCommand([
        "sipp",
        "-sf",
        "scenarios/uas.xml",
        "-i",
        address,
        "-p",
        "5060",
        "-nostdin",
        "-m",
        "10",
        "-timeout",
        "60",
        "-rtp_echo",
      ])
      // 5060 is 13C4 in /proc/net/udp.
      .withWaitStrategy(Wait.forSuccessfulCommand("grep -q :13C4 /proc/net/udp"))
      .start();
    try {
      const call = `sipp -sf scenarios/uac.xml ${address}:5060 -i ${address} -p 5062 -mp 7000 -key caller sipp -m 5 -d 200 -nostdin -timeout 20 -timeout_error`;
      await run(sipp, ["sh", "-c", `${call} >/dev/null`]);
    } finally {
      await sipp.stop();
    }
  });
});

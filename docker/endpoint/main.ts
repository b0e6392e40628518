import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { SwitchError, UsageError } from "../../src/base";
import { NodeNetwork, SeededRandom, SystemClock } from "../../src/adapters/node";
import { Endpoint, type CallPlan, type LegSelector, type PartyAction } from "../../simulators/endpoint";
import type { SocketAddress } from "../../src/base";
import { PARTY_READY, PARTY_VARIABLE, type ContainedPartySettings } from "./party-settings";
import { mediaToJson, shiftedBy, shiftLeg, shiftMessage } from "./report-json";

/**
 * One simulated party in a container of its own, worked over HTTP: POST /command with JSON arguments, JSON comes back.
 * Reports tell moments on the machine's monotonic clock, which all containers of a machine share. With `--check` it only loads, for the image to keep what was transpiled.
 */
if (process.argv.includes("--check")) process.exit(0);
const settings = JSON.parse(process.env[PARTY_VARIABLE] ?? "{}") as ContainedPartySettings;
const clock = new SystemClock();
const toMachineTime = shiftedBy(Math.round(Number(process.hrtime.bigint()) / 1_000) - clock.now());

const party = new Endpoint(
  {
    name: settings.name,
    clock,
    network: new NodeNetwork(),
    random: SeededRandom.fromSeed(`${settings.seed} party ${settings.name}`),
    address: settings.address,
    personality: settings.personality,
  },
  () => server.listen(settings.control.port, settings.control.address, () => console.log(PARTY_READY)),
);

/** What the stage may ask for. Arguments come from this project's own stage, in the shape of these types. */
const commands: Readonly<Record<string, (values: never) => unknown>> = {
  call: (plan: CallPlan) => party.call(plan),
  act: ({ call, action }: { call: LegSelector; action: PartyAction }) => party.act(call, action),
  sendRaw: ({ bytes, to }: { bytes: string; to: SocketAddress }) => party.sendRaw(Buffer.from(bytes, "base64"), to),
  ping: ({ method, to }: { method: string; to: SocketAddress }) => party.ping(method, to),
  legs: () => party.legs.map((leg) => shiftLeg(leg, toMachineTime)),
  messages: () => party.messages.map((message) => shiftMessage(message, toMachineTime)),
  media: () => party.allMedia.map((report) => mediaToJson(report, toMachineTime)),
  problems: () => party.problems,
};

const server = createServer((request, response) => {
  answer(request).then(
    (result) => reply(response, 200, result ?? null),
    (error: unknown) => reply(response, error instanceof SwitchError ? 422 : 500, describe(error)),
  );
});

async function answer(request: IncomingMessage): Promise<unknown> {
  const name = (request.url ?? "").slice(1);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError("PARTY_UNKNOWN_COMMAND", `"${name}" is not a command`, { name });
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return command(JSON.parse(Buffer.concat(parts).toString("utf8") || "{}") as never);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function describe(error: unknown): { code: string; message: string } {
  const code = error instanceof SwitchError ? error.code : "PARTY_FAILED";
  return { code, message: error instanceof Error ? error.message : String(error) };
}

process.on("SIGTERM", () => process.exit(0));

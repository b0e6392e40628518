import { z } from "zod";
import { duration, ipAddress, isReachable, listenPort, objectName, peerPort, prefix, reachableAddress } from "./fields";

const transports = z.array(z.enum(["udp", "tcp"])).min(1);

const listener = z
  .strictObject({
    address: ipAddress.describe("Local address; written into Via and Contact."),
    advertise: reachableAddress
      .optional()
      .describe("The address that peers are told instead; needed when `address` is 0.0.0.0 or ::."),
    port: listenPort.default(5060),
    transports: transports.default(["udp", "tcp"]),
  })
  .refine(({ address, advertise }) => advertise !== undefined || isReachable(address), {
    error: "peers cannot be told 0.0.0.0 or ::; name the address that they reach, or add `advertise`",
    path: ["address"],
  });

const timers = z.strictObject({
  t1: duration.optional().describe("Round trip estimate; 500ms when absent (RFC 3261 section 17.1.1.1)."),
  t2: duration.optional().describe("Longest retransmission interval of non-INVITE requests; 4s when absent."),
  t4: duration.optional().describe("Longest time that a message stays in the network; 5s when absent."),
  timerB: duration.optional().describe("INVITE transaction timeout; 64*T1 when absent."),
  timerC: duration.optional().describe("Longest silence of a gateway after a provisional response; 181s when absent."),
  timerD: duration.optional().describe("Wait for retransmitted responses; 32s when absent."),
});

const sessionTimer = z.strictObject({
  negotiation: z
    .enum(["vos", "rfc"])
    .default("rfc")
    .describe(
      "vos: an unusable timer answer starts a refresh at once, whose silence ends the call after 64*T1. rfc: RFC 4028 alone.",
    ),
});

const sip = z.strictObject({
  listen: z.array(listener).min(1, "at least one listener is needed").max(16),
  timers: timers.prefault({}),
  sessionTimer: sessionTimer.prefault({}),
  userAgent: z.string().max(128).default("carrierlab").describe("Server and User-Agent header."),
});

const portRange = z
  .strictObject({ from: z.int().min(1024).max(65_534), to: z.int().min(1025).max(65_535) })
  .refine((range) => range.to - range.from >= 3, "a call takes four ports: `to` must be at least `from` + 3");

const media = z.strictObject({
  address: z
    .union([reachableAddress, z.array(reachableAddress).min(1).max(16)])
    .describe("Local addresses of RTP, written into SDP; each leg gets the first of its peer's family."),
  ports: portRange.optional().describe("UDP ports; SS_MEDIAPROXYPORT_START to SS_MEDIAPROXYPORT_END when absent."),
  control: z
    .strictObject({ address: ipAddress.default("127.0.0.1"), port: listenPort.default(0) })
    .prefault({})
    .describe("Channel between the signalling and the media service."),
});

const control = z
  .strictObject({
    address: ipAddress.default("127.0.0.1"),
    port: listenPort.default(0).describe("0: any free port; the command line finds it in the data folder."),
    allowRemote: z
      .boolean()
      .default(false)
      .describe("Must be true for an address that is not loopback: the channel has no password."),
  })
  .refine(({ address, allowRemote }) => allowRemote || address === "::1" || address.startsWith("127."), {
    error: "the control channel has no password: it stays on loopback unless `allowRemote: true` asks for more",
    path: ["address"],
  });

const embedded = z.strictObject({
  kind: z.literal("embedded"),
  path: z.string().min(1).default("carrierlab.db").describe("Database file, in the data folder unless absolute."),
});

const mysql = z
  .strictObject({
    kind: z.literal("mysql"),
    host: z.string().min(1),
    port: peerPort.default(3306),
    user: z.string().min(1),
    password: z.string().optional(),
    passwordEnv: z.string().optional().describe("Environment variable that holds the password."),
    database: z.string().regex(/^\w{1,64}$/, "a database name has letters, digits and underscores"),
  })
  .refine(({ password, passwordEnv }) => password === undefined || passwordEnv === undefined, {
    error: "give password or passwordEnv, not both",
    path: ["passwordEnv"],
  });

const store = z.discriminatedUnion("kind", [embedded, mysql]);

const gatewayMedia = z
  .enum(["auto", "on", "off"])
  .default("auto")
  .describe("Whether this gateway's media cross the switch: auto follows SS_MEDIAPROXYMODE, whose Must On (3) outranks `off`.");
const encrypt = z.boolean().default(false).describe("The peer is another such switch: RTP payloads on this leg are encrypted.");
const enabled = z.boolean().default(true);

const mappingGateway = z.strictObject({
  name: objectName,
  address: z.union([ipAddress, z.array(ipAddress).min(1).max(64)]).describe("Source addresses of the customer."),
  port: peerPort.optional().describe("Source port; any when absent."),
  encrypt,
  mediaProxy: gatewayMedia,
  allowedPrefixes: z.array(prefix).max(1000).optional().describe("Numbers that the customer may call; every number when absent."),
  enabled,
});

const routingGateway = z.strictObject({
  name: objectName,
  address: ipAddress,
  port: peerPort.default(5060),
  transport: z.enum(["udp", "tcp"]).optional().describe("UDP, or TCP for a message over 1300 bytes, when absent."),
  prefixes: z.array(prefix).min(1).max(10_000),
  priority: z.int("a priority is a whole number; smaller is tried earlier").min(0).max(1_000_000).default(1),
  encrypt,
  mediaProxy: gatewayMedia,
  timerB: duration.optional().describe("INVITE timeout towards this gateway; the switch's own when absent."),
  callerIdentity: z
    .enum(["pass", "private"])
    .default("pass")
    .describe("pass: identity headers as received. private: a caller who asks for privacy is anonymous to this gateway."),
  enabled,
});

/** The switch's configuration file. Unknown keys are errors. */
export const switchConfigSchema = z.strictObject({
  name: objectName.default("carrierlab"),
  number: z
    .int()
    .min(0)
    .max(9_222)
    .default(0)
    .describe("Own number of the switch, in front of its flow numbers: switches that write one database differ in it."),
  data: z.string().min(1).describe("Folder for the journal, saved parameters and the embedded database; relative to this file."),
  sip,
  media,
  control: control.prefault({}),
  store: store.prefault({ kind: "embedded" }),
  parameters: z
    .record(z.string(), z.union([z.number(), z.string()]))
    .default({})
    .describe("System parameters (SS_*) by name."),
  drain: duration.prefault("2s").describe("How long a stopping switch lets calls go on before it ends them with BYE."),
  traceMessages: z
    .int()
    .min(0)
    .max(100_000)
    .default(1_000)
    .describe("SIP messages that `carrierlab trace` can look back on; 0: none."),
  maxCalls: z.int().min(1).max(1_000_000).default(20_000).describe("Most calls at once; over it a new call gets 503."),
  mappingGateways: z.array(mappingGateway).max(10_000),
  routingGateways: z.array(routingGateway).max(10_000),
});

/** A configuration that was read and holds every rule; defaults are filled in, durations are in microseconds. */
export type SwitchConfig = z.output<typeof switchConfigSchema>;
export type MappingGatewayConfig = SwitchConfig["mappingGateways"][number];
export type RoutingGatewayConfig = SwitchConfig["routingGateways"][number];

/** The schema as JSON Schema (draft 2020-12), for editors and other programs. */
export function switchConfigJsonSchema(): object {
  return {
    $id: "switch-config.schema.json",
    title: "carrierlab switch configuration",
    ...z.toJSONSchema(switchConfigSchema, { io: "input", unrepresentable: "any" }),
  };
}

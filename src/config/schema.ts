import { z } from "zod";
import { isTimeZone } from "../base";
import {
  calendarMoment,
  dialString,
  duration,
  ipAddress,
  isReachable,
  listenPort,
  objectName,
  peerPort,
  poolNumber,
  prefix,
  rate,
  reachableAddress,
} from "./fields";
import { ratingSchema } from "./rating-schema";

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
      .describe("Must be true for an address that is not loopback: without operators the channel has no password."),
    operators: z
      .array(
        z.strictObject({
          name: objectName,
          role: z.enum(["administrator", "observer"]).describe("observer: looks at calls, gateways and parameters alone."),
          tokenEnv: z
            .string()
            .min(1)
            .describe("Environment variable with the token that the operator shows in CARRIERLAB_TOKEN."),
        }),
      )
      .max(1_000)
      .default([])
      .describe("Who may work the switch over its control channel; everybody who reaches it when there is none (CAL-106)."),
  })
  .refine(({ address, allowRemote }) => allowRemote || address === "::1" || address.startsWith("127."), {
    error: "the control channel has no password: it stays on loopback unless `allowRemote: true` asks for more",
    path: ["address"],
  });

const fieldTables = z
  .boolean()
  .default(true)
  .describe("Write the configuration into the tables that tools of the field read: e_customer, e_feerate and their like.");

const embedded = z.strictObject({
  kind: z.literal("embedded"),
  fieldTables,
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
    fieldTables,
    namedDatabases: z
      .boolean()
      .default(true)
      .describe("Keep views in vos3000, vos3000db and vos3000_cdr, where the server lets the user and nothing else is in them."),
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

const lineLimit = z
  .int()
  .min(1)
  .max(1_000_000)
  .optional()
  .describe("Most calls at once, counted from the INVITE on; unlimited when absent.");
const lock = z
  .enum(["noLock", "barCallIn", "barCallOut", "barAllCalls"])
  .default("noLock")
  .describe("Lock Type: barCallIn takes no call from the gateway, barCallOut sends none to it, barAllCalls neither.");
const numberTransforms = z
  .array(
    z.strictObject({
      match: prefix.describe("Leading digits that are replaced; the empty one fits every number."),
      replace: dialString.default("").describe("What stands there instead."),
    }),
  )
  .max(1_000)
  .default([])
  .describe("Number transforms: the longest `match` that fits is replaced, once.");

const callerPool = z.strictObject({
  enabled: z.boolean().default(false).describe("Enable Caller Number Pool: calls show a number of the pool (CLI-001)."),
  forwarding: z
    .boolean()
    .default(false)
    .describe(
      "Enable Forwarding Signal Caller Pool: forwarded calls do, where softswitch.conf has the step for it too (CLI-002).",
    ),
  numbers: z
    .array(poolNumber)
    .max(100_000)
    .refine((numbers) => new Set(numbers).size === numbers.length, "a number stands in a pool once: twice would double its share")
    .default([])
    .describe("In the order in which Poll uses them."),
  multiplexes: z.int().min(0).max(1_000_000).default(0).describe("Calls at once on one number; 0: unlimited."),
  rotation: z.enum(["Random", "Poll"]).default("Random").describe("Rotation Mode."),
});

const timeouts = z.strictObject({
  trying: duration.optional().describe("After 100 Trying until ringing or an answer; the INVITE timeout when absent (FOV-058)."),
  sessionProgress: duration.optional().describe("After 183 without SDP; timer C alone when absent."),
  sessionProgressSdp: duration.optional().describe("After 183 with SDP; timer C alone when absent."),
  ringing: duration.optional().describe("After 180 until the answer; timer C alone when absent."),
});

const switchAllow = z
  .strictObject({
    ring: z.boolean().default(true).describe("May switch to another gateway after 18x."),
    sdp: z.boolean().default(true).describe("May switch after SDP in a provisional response."),
    rtp: z.boolean().default(true).describe("May switch once the gateway has sent RTP."),
    busy: z.boolean().default(true).describe("May switch when the gateway says 486 or 600."),
    code: z.boolean().default(true).describe("May switch on other failure codes."),
  })
  .describe("Five permissions beneath `switchUntilConnect`; all hold by default, as its name promises (FOV-087).");

const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, "a language is written en or pt-BR");

const announcements = z
  .strictObject({
    language: language.default("en"),
    balanceNotEnough: z.boolean().default(false).describe("Callers whose account cannot pay hear so before they are refused."),
    remaining: z.enum(["amount", "minutes", "none"]).default("none").describe("What callers hear of their account."),
  })
  .describe("Prompts, for customers that have no setting of their own. Recordings are LANGUAGE/NAME.wav in the folder prompts.");

/** A customer as it is configured. */
export const mappingGatewaySchema = z.strictObject({
  name: objectName,
  address: z.union([ipAddress, z.array(ipAddress).min(1).max(64)]).describe("Source addresses of the customer."),
  port: peerPort.optional().describe("Source port; any when absent."),
  encrypt,
  mediaProxy: gatewayMedia,
  allowedCallerPrefixes: z
    .array(prefix)
    .max(1000)
    .optional()
    .describe("Callers that the customer may show; every caller when absent. Never asked of a pool number (CLI-085)."),
  barredCallerPrefixes: z
    .array(prefix)
    .max(100_000)
    .default([])
    .describe("Blacklist: callers that are refused with 403, stronger than what is allowed (CLI-085)."),
  allowedPrefixes: z.array(prefix).max(1000).optional().describe("Numbers that the customer may call; every number when absent."),
  lineLimit,
  lock,
  callerTransforms: numberTransforms,
  calleeTransforms: numberTransforms,
  account: objectName.optional().describe("Account that pays for its calls; without one they have no price."),
  balanceNotEnoughAlarm: z
    .enum(["system", "on", "off"])
    .default("system")
    .describe("Whether a caller whose account cannot pay hears so in early media (BAL-017); system: as `announcements` says."),
  callRemainingTimePrompts: z
    .enum(["system", "amount", "minutes", "none"])
    .default("system")
    .describe("What callers hear of their account before the call is routed (BAL-018); system: as `announcements` says."),
  language: language.optional().describe("Of its prompts; the one of `announcements` when absent."),
  enabled,
});

/** A vendor as it is configured. */
export const routingGatewaySchema = z.strictObject({
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
  t1: duration.optional().describe("SIP T1 towards this gateway; the switch's own when absent."),
  timeouts: timeouts.prefault({}),
  lineLimit,
  lock,
  group: objectName.optional().describe("Gateway group, by name."),
  reservedLines: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe("Lines of the group that this gateway leaves free (FOV-042); 0: it may use them all."),
  protect: z
    .boolean()
    .default(false)
    .describe(
      "Protect route: tried when every normal gateway has failed (PRT-003). In a VOS3000: Routing Gateway > Additional Settings > Others (manual 2.5.1.1, page 50).",
    ),
  prefixMode: z
    .enum(["prefix", "extension", "expiration"])
    .default("extension")
    .describe("Whether shorter prefixes are tried after this gateway (extension) or not; expiration: until `prefixExpiresAt`."),
  prefixExpiresAt: calendarMoment
    .optional()
    .describe(
      "With `prefixMode: expiration`: from this moment on the gateway serves no number. Local time of the switch without a zone.",
    ),
  username: z
    .string()
    .regex(/^[^"\\\p{Cc}]{1,128}$/u, "a user name has 1 to 128 characters, no quote, backslash or control character")
    .optional()
    .describe("User name at a vendor that challenges calls (401, 407); with `password`. RFC 3261 section 22."),
  password: z.string().min(1).max(256).optional().describe("Password of `username`. Never shown, logged or recorded."),
  switchUntilConnect: z
    .boolean()
    .default(false)
    .describe("Switch gateway until connect: a call that fails here may go to the next gateway (FOV-082)."),
  stopCodes: z
    .array(z.int("a stop code is a whole number from 300 to 699").min(300).max(699))
    .max(400)
    .default([])
    .describe("Stop switching response codes: answers of this gateway that end the search (FOV-090)."),
  switchAllow: switchAllow.prefault({}),
  optionsCheck: z.boolean().default(false).describe("Options online check: OPTIONS every SS_SIP_OPTIONS_CHECK_PERIOD (FOV-120)."),
  gatewayPrefix: dialString
    .default("")
    .describe("Tech prefix: put before the number on the way out, after the transforms (FOV-060)."),
  callerTransforms: numberTransforms,
  calleeTransforms: numberTransforms,
  callerPool: callerPool.prefault({}),
  assertsIdentity: z
    .boolean()
    .default(false)
    .describe("The switch writes P-Asserted-Identity itself, with the same number as From (CLI-091)."),
  rate: rate.optional().describe("Termination rate per minute, for sorting by fee rate (FOV-077)."),
  account: objectName
    .optional()
    .describe("Vendor account: its rate at the moment of the call stands for `rate`; without one then, no candidate (CAL-505)."),
  allowedCallerPrefixes: z
    .array(prefix)
    .max(1_000)
    .optional()
    .describe("Callers that it is used for, as the customer showed them; all when absent (CLI-085)."),
  allowedMappingGateways: z
    .array(objectName)
    .max(10_000)
    .optional()
    .describe("Customers that may use it; all when absent (FOV-146)."),
  enabled,
});

const gatewayGroup = z.strictObject({
  name: objectName,
  lineLimit: lineLimit.describe("Lines of all members together; the sum of the members' limits when absent (FOV-040)."),
  sort: z
    .array(z.enum(["priority", "usage", "asr", "fee"]))
    .max(4)
    .optional()
    .describe("Order among members of this group beneath the prefix (PRT-101); the switch's own when absent."),
});

const routing = z.strictObject({
  maxAttempts: z.int().min(1).max(100).default(20).describe("Gateways that one call may try, protect routes included."),
  maxPostDialDelay: duration
    .optional()
    .describe("Longest time that a call may spend on gateways without an answer; none when absent."),
  honoursRetryAfter: z.boolean().default(true).describe("Retry-After of a 503 takes the gateway out for that long."),
  reservedBoundary: z
    .enum(["strict", "literal"])
    .default("strict")
    .describe("strict: the reserve stays free. literal: the manual's `below reserved`, one call more (FOV-043)."),
  forwarded: z
    .strictObject({
      identity: z
        .enum(["from", "diversion"])
        .default("from")
        .describe("Where a number of the pool stands: for the caller, or for the party that diverted the call (CLI-070)."),
      ordinaryPool: z
        .boolean()
        .default(false)
        .describe("Enable Caller Number Pool is for forwarded calls too, in the other reading of the guide (CLI-071)."),
    })
    .prefault({})
    .describe(
      "Calls that were forwarded before they came here: their INVITE has Diversion or a History-Info of several entries.",
    ),
  asr: z
    .strictObject({
      seizures: z.int().min(1).max(10_000).default(100),
      maxAge: duration.prefault("30min"),
      minSamples: z.int().min(1).max(10_000).default(20),
    })
    .prefault({})
    .describe("Sliding window of the answer-seizure ratio (FOV-074, FOV-075)."),
  protect: z
    .strictObject({
      progress: z.enum(["ringing", "silence"]).default("ringing").describe("What the caller hears in the wait (PRT-059)."),
      retryEvery: duration
        .optional()
        .describe("Normal gateways are tried again so often in the wait (PRT-066); on a change when absent."),
    })
    .prefault({}),
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
  sipTrace: z
    .boolean()
    .default(true)
    .describe("SIP Trace is on from the start; `carrierlab trace --on` and `--off` change it until the next one (CLI-097)."),
  timeZone: z
    .string()
    .default("UTC")
    .refine(isTimeZone, "an IANA time zone, such as Europe/Madrid")
    .describe("The switch's own time zone: moments without a zone are local to it."),
  maxCalls: z.int().min(1).max(1_000_000).default(20_000).describe("Most calls at once; over it a new call gets 503."),
  mappingGateways: z.array(mappingGatewaySchema).max(10_000),
  routingGateways: z.array(routingGatewaySchema).max(10_000),
  gatewayGroups: z
    .array(gatewayGroup)
    .max(1_000)
    .default([])
    .describe("Groups with settings of their own; a group exists by its name."),
  routing: routing.prefault({}),
  announcements: announcements.prefault({}),
  ...ratingSchema,
});

/** A configuration that was read and holds every rule; defaults are filled in, durations are in microseconds. */
export type SwitchConfig = z.output<typeof switchConfigSchema>;
/** A configuration as it is written: defaults left out, durations as text. */
export type SwitchConfigInput = z.input<typeof switchConfigSchema>;
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

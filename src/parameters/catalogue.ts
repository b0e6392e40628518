import type { ParameterDefinition } from "./types";

const SYSTEM_PARAMETER = "Operation Management > Softswitch Management > Additional Settings > System Parameter";
const MEDIA_SETTINGS = "System Management > System Parameter > Media Settings";
const CONSOLE_PARAMETER = "System Management > System Parameter";
/** Our bound where the guides give none: a day. */
const DAY = 86_400;

const inSystemParameter = { group: "System Parameter", path: SYSTEM_PARAMETER, section: "4.3.5.2" } as const;
const inMediaProxy = { group: "System Parameter", path: CONSOLE_PARAMETER, section: "4.3.2" } as const;
const inMediaSettings = { group: "Media Settings", path: MEDIA_SETTINGS } as const;
const inQos = { group: "System Parameter", path: CONSOLE_PARAMETER, section: "4.1.4" } as const;

const session: readonly ParameterDefinition[] = [
  {
    ...inSystemParameter,
    name: "SS_SESSION_TIMER",
    type: { kind: "integer", min: 0, max: DAY, zeroIs: "session timers off" },
    default: 1800,
    unit: "seconds",
    service: "none",
    source: "DBG-090",
    description: "Session-Expires that the switch proposes on each leg (RFC 4028).",
    isActedOn: true,
  },
  {
    ...inSystemParameter,
    name: "SS_SESSION_TIMER_MIN_SE",
    type: { kind: "integer", min: 1, max: DAY },
    default: 90,
    unit: "seconds",
    service: "none",
    source: "DBG-092",
    description:
      "Smallest session interval that the switch accepts; below it an INVITE is answered 422. RFC 4028 wants 90 or more.",
    isActedOn: true,
  },
  {
    ...inSystemParameter,
    name: "SS_SESSION_TIMER_REFRESHER",
    type: { kind: "choice", choices: { 0: "UAC", 1: "UAS" } },
    default: 0,
    unit: "enum",
    service: "none",
    source: "DBG-094",
    description: "Side that refreshes a session when the peer leaves the choice.",
    isActedOn: true,
  },
  {
    ...inSystemParameter,
    name: "SS_MAX_CALL_DURATION",
    type: { kind: "integer", min: 0, max: 31_536_000, zeroIs: "unlimited" },
    default: 0,
    unit: "seconds",
    service: "none",
    source: "SCL-062",
    description: "Longest answered time of a call; then the switch releases both legs.",
    isActedOn: true,
  },
  {
    ...inSystemParameter,
    name: "SS_NO_MEDIA_HANGUP",
    type: { kind: "integer", min: 0, max: DAY, zeroIs: "off" },
    default: 0,
    unit: "seconds",
    service: "none",
    source: "SCL-059",
    description: "Releases a proxied call after this long without media.",
    isActedOn: false,
  },
  {
    ...inSystemParameter,
    name: "SS_MAXCPS",
    type: { kind: "integer", min: 1, max: 100_000 },
    default: 200,
    unit: "calls/s",
    service: "none",
    source: "SCL-050",
    description: "Most new calls a second.",
    aliases: ["SS_MAX_CPS"],
    isActedOn: false,
  },
];

const encryption: readonly ParameterDefinition[] = [
  {
    ...inSystemParameter,
    name: "SS_RTPENCRYPTIONMODE",
    type: { kind: "choice", choices: { 0: "None", 1: "XOR", 2: "RC4", 3: "AES128" } },
    default: 0,
    unit: "enum",
    service: "mbx3000d",
    source: "RTP-001",
    description: "Algorithm for RTP payloads on legs whose gateway is marked `encrypt`.",
    isActedOn: true,
  },
  {
    ...inSystemParameter,
    name: "SS_RTPENCRYPTIONKEY",
    type: { kind: "text", maxBytes: 256 },
    default: "",
    unit: "bytes",
    service: "mbx3000d",
    source: "RTP-004",
    description:
      "Shared key, the same on both switches: any length for XOR, 16 to 32 bytes for RC4, exactly 16 bytes for AES128.",
    secret: true,
    isActedOn: true,
  },
];

const media: readonly ParameterDefinition[] = [
  {
    ...inMediaProxy,
    name: "SS_MEDIAPROXYMODE",
    type: { kind: "choice", choices: { 0: "Off", 1: "On", 2: "Auto", 3: "Must On" } },
    default: 3,
    unit: "enum",
    service: "vos3000d",
    source: "AUD-301",
    description: "Whether calls' media cross the switch.",
    isActedOn: true,
  },
  {
    ...inMediaProxy,
    name: "SS_MEDIAPROXYPORT_START",
    type: { kind: "integer", min: 1024, max: 65_534, even: true },
    default: 10_000,
    unit: "port",
    service: "mbx3000d",
    source: "AUD-316",
    description: "First UDP port of the media proxy.",
    isActedOn: true,
  },
  {
    ...inMediaProxy,
    name: "SS_MEDIAPROXYPORT_END",
    type: { kind: "integer", min: 1025, max: 65_535 },
    default: 60_000,
    unit: "port",
    service: "mbx3000d",
    source: "AUD-317",
    description: "Last UDP port of the media proxy.",
    isActedOn: true,
  },
  {
    ...inMediaProxy,
    name: "SS_RTP_TIMEOUT",
    type: { kind: "integer", min: 0, max: 3600, zeroIs: "off" },
    default: 30,
    unit: "seconds",
    service: "vos3000d",
    source: "AUD-322",
    description: "Silence after which the media proxy counts a stream as gone.",
    isActedOn: false,
  },
  {
    ...inMediaSettings,
    name: "SS_JITTERBUFFER_MODE",
    type: { kind: "choice", choices: { 0: "Fixed", 1: "Adaptive" } },
    default: 1,
    unit: "enum",
    service: "vos3000d",
    source: "AUD-201",
    description: "How the jitter buffer sets its depth.",
    isActedOn: false,
  },
  {
    ...inMediaSettings,
    name: "SS_JITTERBUFFER_MIN",
    type: { kind: "integer", min: 0, max: 1000 },
    default: 20,
    unit: "milliseconds",
    service: "vos3000d",
    source: "AUD-202",
    description: "Smallest depth of the jitter buffer.",
    isActedOn: false,
  },
  {
    ...inMediaSettings,
    name: "SS_JITTERBUFFER_MAX",
    type: { kind: "integer", min: 0, max: 5000 },
    default: 200,
    unit: "milliseconds",
    service: "vos3000d",
    source: "AUD-203",
    description: "Largest depth of the jitter buffer.",
    isActedOn: false,
  },
  {
    ...inMediaSettings,
    name: "SS_JITTERBUFFER_DEFAULT",
    type: { kind: "integer", min: 0, max: 5000 },
    default: 60,
    unit: "milliseconds",
    service: "vos3000d",
    source: "AUD-204",
    description: "Depth at which the jitter buffer starts.",
    isActedOn: false,
  },
  {
    ...inQos,
    name: "SS_QOS_SIGNAL",
    type: { kind: "integer", min: 0, max: 63 },
    default: 0,
    unit: "DSCP",
    service: "vos3000d",
    source: "AUD-501",
    description: "DSCP of signalling; 24 (CS3) is the guides' advice.",
    isActedOn: false,
  },
  {
    ...inQos,
    name: "SS_QOS_RTP",
    type: { kind: "integer", min: 0, max: 63 },
    default: 0,
    unit: "DSCP",
    service: "vos3000d",
    source: "AUD-502",
    description: "DSCP of media; 46 (EF) is the guides' advice.",
    isActedOn: false,
  },
];

const records: readonly ParameterDefinition[] = [
  {
    ...inSystemParameter,
    name: "SS_CDR_FILE_WRITE_INTERVAL",
    type: { kind: "integer", min: 1, max: 3600 },
    default: 60,
    unit: "seconds",
    service: "vos3000d",
    source: "SCL-055",
    description: "Longest wait of a finished call's record before it is written in a batch.",
    isActedOn: true,
  },
  {
    ...inSystemParameter,
    name: "SS_CDR_FILE_WRITE_MAX",
    type: { kind: "integer", min: 1, max: 100_000 },
    default: 1000,
    unit: "records",
    service: "vos3000d",
    source: "SCL-056",
    description: "Records in one batch; a full batch is written before the interval ends.",
    isActedOn: true,
  },
  {
    group: "System Parameter",
    path: SYSTEM_PARAMETER,
    section: "4.3.5.1",
    name: "SERVER_BILLING_RECORD_ILLEGAL_CALL",
    type: { kind: "flag" },
    default: 1,
    unit: "flag",
    service: "none",
    source: "AUT-006",
    description: "Whether a call from an unknown source leaves a record.",
    isActedOn: true,
  },
];

const routing: readonly ParameterDefinition[] = [
  {
    ...inSystemParameter,
    name: "SS_SIP_OPTIONS_CHECK_PERIOD",
    type: { kind: "integer", min: 0, max: DAY, zeroIs: "the check is off" },
    default: 30,
    unit: "seconds",
    service: "none",
    source: "FOV-120",
    description:
      "How often the Options online check asks a gateway with OPTIONS. No answer within 32 seconds, or within a shorter period, takes it out. Default and range are ours: the guides give none.",
    isActedOn: true,
  },
  {
    ...inSystemParameter,
    name: "SS_TRY_PROTECT_ROUTE_DELAY",
    type: { kind: "integer", min: 0, max: 180 },
    default: 0,
    unit: "seconds",
    service: "none",
    source: "PRT-001",
    description: "Wait after all normal gateways failed, before the protect routes are tried.",
    isActedOn: true,
  },
  {
    ...inSystemParameter,
    name: "SS_GATEWAYASRROUTESORTCONFIG",
    aliases: ["SS_GATEWAY_ASR_ROUTE_SORT_CONFIG"],
    type: { kind: "choice", choices: { 0: "Off", 1: "Before priority", 2: "After priority" } },
    default: 0,
    unit: "enum",
    service: "none",
    source: "FOV-073",
    description: "Sorts gateways by answer-seizure ratio.",
    isActedOn: true,
  },
  {
    ...inSystemParameter,
    name: "SS_GATEWAYFEERATEROUTESORTCONFIG",
    aliases: ["SS_GATEWAY_FEE_RATE_ROUTE_SORT_CONFIG"],
    type: { kind: "choice", choices: { 0: "Off", 1: "Before priority", 2: "After priority" } },
    default: 0,
    unit: "enum",
    service: "none",
    source: "FOV-077",
    description: "Sorts gateways by termination rate.",
    isActedOn: true,
  },
  {
    ...inSystemParameter,
    name: "SS_GATEWAY_FEE_RATE_ROUTE_BEFORE_ASR",
    type: { kind: "choice", choices: { 0: "ASR first", 1: "Fee rate first" } },
    default: 0,
    unit: "flag",
    service: "none",
    source: "FOV-079",
    description: "Which of ASR and fee rate counts first when both sort in one place.",
    isActedOn: true,
  },
];

const authentication: readonly ParameterDefinition[] = [
  {
    ...inSystemParameter,
    name: "SS_REPLY_UNAUTHORIZED",
    type: { kind: "flag" },
    default: 1,
    unit: "flag",
    service: "none",
    source: "AUT-008",
    description: "Whether an unknown source gets an answer at all.",
    isActedOn: false,
  },
  {
    ...inSystemParameter,
    name: "SS_AUTHENTICATION_MAX_RETRY",
    type: { kind: "integer", min: 0, max: 999 },
    default: 6,
    unit: "attempts",
    service: "none",
    source: "AUT-017",
    description: "Failed authentications before a terminal is suspended.",
    isActedOn: false,
  },
  {
    ...inSystemParameter,
    name: "SS_AUTHENTICATION_FAILED_SUSPEND",
    type: { kind: "integer", min: 60, max: 3600 },
    default: 180,
    unit: "seconds",
    service: "none",
    source: "AUT-018",
    description: "How long a terminal stays suspended.",
    isActedOn: false,
  },
];

/**
 * Every system parameter that the switch knows, in the order in which they are listed.
 *
 * A default that the guides do not state is the value they recommend, or off; docs/interpretations.md says which.
 */
export const PARAMETERS: readonly ParameterDefinition[] = [
  ...session,
  ...encryption,
  ...media,
  ...records,
  ...routing,
  ...authentication,
];

/**
 * Names that the maker's own pages use for what the guides call something else. They stay unknown, with a hint (DBG-090).
 */
export const FOREIGN_NAMES: Readonly<Record<string, string>> = {
  SS_SIP_SESSION_TTL: "SS_SESSION_TIMER",
  SS_SIP_SESSION_UPDATE_SEGMENT: "SS_SESSION_TIMER_REFRESHER",
  SS_SIP_NO_TIMER_REINVITE_INTERVAL: "SS_SESSION_TIMER",
};

import { UsageError } from "../../src/base";
import { carrierNamed, PERSONALITIES, type PersonalityName } from "../../simulators/carrier";
import { POLITE, type InviteAct, type Personality } from "../../simulators/endpoint";
import type { Lab } from "./lab";
import type { RoutingGatewaySettings } from "./stages";

type Row = Readonly<Record<string, string>>;

/** Numbers of a vendor's own, served beside those of its row: a scenario fills its lines through them. */
const OWN_RANGE = 9_900;
/** What every vendor of a chain serves unless its row says otherwise. */
const PREFIX = "44";

const yes = (text: string): boolean => text === "yes";
const list = (text: string): readonly string[] => (text === "" ? [] : text.split(", "));

/** What each column of a chain sets; an empty cell leaves the switch's own default. */
const COLUMNS: Readonly<Record<string, (cell: string) => Partial<RoutingGatewaySettings>>> = {
  priority: (cell) => ({ priority: Number(cell) }),
  lines: (cell) => ({ lineLimit: Number(cell) }),
  group: (cell) => ({ group: cell }),
  reserved: (cell) => ({ reservedLines: Number(cell) }),
  protect: (cell) => ({ protect: yes(cell) }),
  "switch until connect": (cell) => ({ switchUntilConnect: yes(cell) }),
  "may not switch": (cell) => ({ switchAllow: Object.fromEntries(list(cell).map((when) => [permissionOf(when), false])) }),
  "limit after 183": (cell) => {
    const limit = cell.replace(/ seconds?$/, "s");
    return { timeouts: { sessionProgress: limit, sessionProgressSdp: limit } };
  },
  "stop codes": (cell) => ({ stopCodes: list(cell).map(Number) }),
  "timer B": (cell) => ({ timerB: cell.replace(/ seconds?$/, "s") }),
  "gateway prefix": (cell) => ({ gatewayPrefix: cell }),
  "prefix mode": (cell) => ({ prefixMode: cell as NonNullable<RoutingGatewaySettings["prefixMode"]> }),
  port: (cell) => ({ port: Number(cell) }),
  transport: (cell) => ({ transport: cell as NonNullable<RoutingGatewaySettings["transport"]> }),
  "options check": (cell) => ({ optionsCheck: yes(cell) }),
  login: (cell) => loginOf(cell),
  rate: (cell) => ({ rate: cell }),
  account: (cell) => ({ account: cell }),
  pool: (cell) => ({ callerPool: poolOf(cell) }),
  "caller transform": (cell) => ({ callerTransforms: [transformOf(cell)] }),
  "callee transform": (cell) => ({ calleeTransforms: [transformOf(cell)] }),
  "asserts identity": (cell) => ({ assertsIdentity: yes(cell) }),
  callers: (cell) => ({ allowedCallerPrefixes: [...list(cell)] }),
  customers: (cell) => ({ allowedMappingGateways: [...list(cell)] }),
};

/**
 * Adds a table of vendors to the first switch, a row each: `vendor`, what it `does`, and columns of {@link COLUMNS}.
 *
 * A vendor is a party of its own unless `party` names another: two gateways may lead to one carrier. `prefix` is 44 when it is not
 * said. Without a column `switch until connect` each vendor has the flag, since a chain is about going on.
 */
export function addVendors(lab: Lab, rows: readonly Row[]): void {
  for (const row of rows) addVendor(lab, row);
}

function addVendor(lab: Lab, row: Row): void {
  const { vendor = "", party = vendor, does = "", prefix = PREFIX, ...rest } = row;
  const own = String(OWN_RANGE + lab.settings.switches.flatMap(({ routingGateways }) => routingGateways).length);
  if (does === "") lab.party(party);
  else lab.party(party, behaviourOf(does));
  let gateway: RoutingGatewaySettings = { name: vendor, peer: party, prefixes: [...list(prefix), own] };
  for (const [column, cell] of Object.entries({ "switch until connect": "yes", ...rest })) {
    const set = COLUMNS[column];
    if (set === undefined) throw new UsageError("STEP_UNKNOWN_COLUMN", `a chain has no column "${column}"`, { column });
    if (cell !== "") gateway = { ...gateway, ...set(cell) };
  }
  lab.addVendor(lab.firstSwitch, gateway);
}

/** Leading digits of a vendor's own range, of which nobody else serves any. */
export function ownPrefix(lab: Lab, vendor: string): string {
  const gateways = lab.settings.switches.flatMap(({ routingGateways }) => routingGateways);
  const own = gateways.find(({ name }) => name === vendor)?.prefixes.at(-1);
  if (own === undefined) throw new UsageError("STEP_UNKNOWN_VENDOR", `no chain has a vendor "${vendor}"`, { vendor });
  return own;
}

const PERMISSIONS = {
  "after ringing": "ring",
  "after SDP": "sdp",
  "after RTP": "rtp",
  "when busy": "busy",
  "on other codes": "code",
} as const;

/** One of the five permissions beneath "switch until connect", by when a call may leave. */
function permissionOf(when: string): (typeof PERMISSIONS)[keyof typeof PERMISSIONS] {
  if (Object.hasOwn(PERMISSIONS, when)) return PERMISSIONS[when as keyof typeof PERMISSIONS];
  throw new UsageError("STEP_UNKNOWN_PERMISSION", `"${when}" is none of ${Object.keys(PERMISSIONS).join(", ")}`, { when });
}

/** `carrierlab with Thames-1`: user name and password at a vendor. */
function loginOf(text: string): { username: string; password: string } {
  const [, username, password] = /^(\S+) with (\S+)$/.exec(text) ?? [];
  if (username !== undefined && password !== undefined) return { username, password };
  throw new UsageError("STEP_BAD_LOGIN", `"${text}" is no login such as carrierlab with Thames-1`, { text });
}

/** `44 as 0044`: a number transform. */
function transformOf(text: string): { match: string; replace: string } {
  const [, match, replace] = /^(\S*) as (\S*)$/.exec(text) ?? [];
  if (match !== undefined && replace !== undefined) return { match, replace };
  throw new UsageError("STEP_BAD_TRANSFORM", `"${text}" is no transform such as 44 as 0044`, { text });
}

/** A number of a vendor's own range. */
export const ownNumber = (lab: Lab, vendor: string, index: number): string =>
  `${ownPrefix(lab, vendor)}${String(index).padStart(6, "0")}`;

/** First of the numbers of a pool that a story makes up. */
export const FIRST_OF_POOL = 8_801_700_000_001;

/**
 * `Poll of 4`, `Random of 50, 5 calls each`, `Poll of 4, switched off`, `Poll of 2, forwarded calls too` (or `alone`): a pool of
 * numbers from 8801700000001 on.
 */
export function poolOf(text: string): RoutingGatewaySettings["callerPool"] {
  const [, rotation, count, multiplexes = "0", forwarded, off] =
    /^(Random|Poll) of (\d+)(?:, (\d+) calls? each)?(?:, forwarded calls (too|alone))?(, switched off)?$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError("STEP_BAD_POOL", `"${text}" is no pool such as Poll of 4, 1 call each`, { text });
  return {
    enabled: off === undefined && forwarded !== "alone",
    forwarding: off === undefined && forwarded !== undefined,
    rotation: rotation === "Poll" ? "Poll" : "Random",
    multiplexes: Number(multiplexes),
    numbers: Array.from({ length: Number(count) }, (_, index) => String(FIRST_OF_POOL + index)),
  };
}

/**
 * What a vendor does to each call, in a few words: a carrier or a personality of simulators/carrier, or its responses in order, such as `503`,
 * `180, 503 after 5 seconds`, `183 with RTP`, and `100, 200 after 8.3 seconds in spite of CANCEL`; or `answers *99 alone, 404 otherwise`, by the
 * first digits of the number that it is asked for; or `503 to 1 call of 5`, the first of each five, and answers the others.
 */
function behaviourOf(text: string): Personality {
  const character = carrierNamed(text);
  if (character !== undefined) return character.personality;
  if (Object.hasOwn(PERSONALITIES, text)) return PERSONALITIES[text as PersonalityName];
  const [, prefix, otherwise] = /^answers (\S+) alone, (\d{3}) otherwise$/.exec(text) ?? [];
  if (prefix !== undefined)
    return { ...POLITE, name: text, basis: "FOV-063", servesOnly: { prefix, otherwise: Number(otherwise) } };
  const [, share, hit, of] = /^(\d{3}) to (\d+) calls? of (\d+)$/.exec(text) ?? [];
  if (share !== undefined) {
    const acts = [{ afterMs: 20, status: Number(share) }];
    return {
      ...POLITE,
      name: text,
      basis: "FOV-001",
      inviteRules: [{ when: { share: { hit: Number(hit), of: Number(of) } }, acts }],
    };
  }
  const [responses = "", stubborn] = text.split(" in spite of CANCEL");
  return {
    ...POLITE,
    name: text,
    basis: "RFC 3261 section 13.3.1",
    onInvite: list(responses).map(actOf),
    onCancel: stubborn === undefined ? "refuses" : "ignores",
  };
}

function actOf(text: string): InviteAct {
  const [, status, speaks, delay = "0"] = /^([1-6]\d\d)( with RTP)?(?: after (\d+(?:\.\d+)?) seconds?)?$/.exec(text) ?? [];
  if (status === undefined)
    throw new UsageError("STEP_BAD_RESPONSE", `"${text}" is no response such as 503 after 5 seconds`, { text });
  const carriesSdp = status === "183" || status === "200";
  return {
    afterMs: Number(delay) * 1_000,
    status: Number(status),
    ...(carriesSdp ? { sdp: "answer" as const } : {}),
    ...(speaks === undefined ? {} : { speaks: true }),
  };
}

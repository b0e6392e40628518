import { SwitchError, TimeZone, UsageError } from "../../base";
import type { CallRecord } from "../../cdr";
import { loadSwitchConfig, type SwitchConfig } from "../../config";
import {
  adviseMode,
  auditRouting,
  busiestDays,
  bySeverity,
  compareSides,
  ENCRYPTION_ADVICE,
  examineRating,
  examineRouting,
  legSurroundings,
  lintEncryption,
  lintSessionTimer,
  mediaBypass,
  pendingFinding,
  type EncryptionSide,
  type Finding,
  type LegCircumstance,
  type RatingFacts,
  type RoutingFacts,
} from "../../diagnosis";
import { ParameterStore } from "../../parameters";
import type { RateTable } from "../../rating";
import type { ForwardRewriteLines } from "../../routing";
import { forwardRewriteLines, rateTables, withSavedChanges } from "../../services/vos3000d";
import { findingText } from "../finding-text";
import { show } from "../output";
import { recordsFromFile } from "../records-file";
import { EXIT_CODES, type CliWorld } from "../world";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly peer?: string;
  readonly leg?: readonly string[];
  readonly before?: string;
  readonly expectSwitch?: string;
  readonly profile?: string;
  readonly forwardsTo?: readonly string[];
  readonly records?: string;
  readonly json?: boolean;
}

interface Patient {
  readonly config: SwitchConfig;
  readonly tables: readonly RateTable[];
  readonly store: ParameterStore;
  readonly side: EncryptionSide;
  readonly forwardRewrite: ForwardRewriteLines;
}

const CALL_CENTRE = "outbound-call-center";

/** SS_MEDIAPROXYMODE 0: media go from endpoint to endpoint. */
const MEDIA_PROXY_OFF = 0;

function patientFrom(world: CliWorld, file: string): Patient {
  const config = withSavedChanges(world.files, loadSwitchConfig(world.files, file));
  const store = new ParameterStore({ files: world.files, folder: config.data, initial: config.parameters });
  const ofEncryption = store.list().filter(({ name }) => name.startsWith("SS_RTPENCRYPTION"));
  const side: EncryptionSide = {
    name: config.name,
    saved: { mode: Number(store.saved("SS_RTPENCRYPTIONMODE")), key: String(store.saved("SS_RTPENCRYPTIONKEY")) },
    pendingRestart: ofEncryption.some((parameter) => parameter.pendingRestart),
    mediaProxied: Number(store.saved("SS_MEDIAPROXYMODE")) !== MEDIA_PROXY_OFF,
  };
  return {
    config,
    tables: rateTables(world.files, config),
    store,
    side,
    forwardRewrite: forwardRewriteLines(world.files, config.data),
  };
}

function circumstances(words: readonly string[]): readonly LegCircumstance[] {
  const known = Object.keys(ENCRYPTION_ADVICE);
  const stranger = words.find((word) => !known.includes(word));
  if (stranger !== undefined) throw new SwitchError("CLI_BAD_LEG", `--leg ${stranger}: a leg is one of ${known.join(", ")}`);
  return words as readonly LegCircumstance[];
}

/** What the doctor is told beside the settings. */
interface Known {
  readonly leg: readonly LegCircumstance[];
  readonly rating: RatingFacts;
  readonly routing: RoutingFacts;
  readonly records: readonly CallRecord[];
}

/** What the switch's own settings tell, each side by itself. */
function examine(
  { config, tables, store, side, forwardRewrite }: Patient,
  { leg, rating, routing, records }: Known,
): readonly Finding[] {
  const evidence = { setting: config, protectDelay: protectDelay(config, store), facts: routing, forwardRewrite };
  const pending = pendingFinding(side);
  const encrypts = [...config.mappingGateways, ...config.routingGateways].some((gateway) => gateway.encrypt);
  const timer = {
    timer: Number(store.saved("SS_SESSION_TIMER")),
    minSe: Number(store.saved("SS_SESSION_TIMER_MIN_SE")),
    refresher: Number(store.saved("SS_SESSION_TIMER_REFRESHER")),
    profile: config.sip.sessionTimer.negotiation,
  };
  return [
    ...lintEncryption(side.name, side.saved),
    ...(pending === undefined ? [] : [pending]),
    ...mediaBypass(side),
    ...(encrypts ? adviseMode(side.name, side.saved.mode, leg) : []),
    ...(encrypts ? legSurroundings(side.name, side.saved.mode, { publicNetwork: leg.includes("public-internet") }) : []),
    ...unmarkedMode(side, encrypts),
    ...lintSessionTimer(side.name, timer, []),
    ...examineRouting(evidence),
    ...(records.length === 0 ? [] : auditRouting(evidence, records)),
    ...examineRating({ setting: config, tables, facts: rating }),
  ];
}

/** What is known about routing beside the configuration. @throws {UsageError} `CLI_BAD_PROFILE`. */
function routingFacts({ profile, forwardsTo }: Options, records: readonly CallRecord[]): RoutingFacts {
  if (profile !== undefined && profile !== CALL_CENTRE)
    throw new UsageError("CLI_BAD_PROFILE", `--profile ${profile}: the doctor knows ${CALL_CENTRE}`);
  return { profile, forwardsTo, ...(records.length === 0 ? {} : { dailyVolumes: busiestDays(records) }) };
}

/** What is known about rates beside the configuration. @throws {SwitchError} `CLI_BAD_INSTANT`. */
function ratingFacts(world: CliWorld, { config: file, before, expectSwitch }: Options): RatingFacts {
  const now = world.clock.wallClock();
  const earlier = before === undefined ? undefined : loadSwitchConfig(world.files, before);
  if (expectSwitch === undefined) return { now, before: earlier };
  const [, account = "", text = ""] = /^(.+)=([^=]+)$/.exec(expectSwitch) ?? [];
  const at = new TimeZone(loadSwitchConfig(world.files, file).timeZone).moment(text);
  if (Number.isNaN(at))
    throw new SwitchError("CLI_BAD_INSTANT", `--expect-switch ${expectSwitch}: say account=instant, as in acme=2026-04-20T18:00`);
  return { now, before: earlier, expectedSwitch: { account, at } };
}

/** The delay counts as set when the configuration names it or an operator saved another value than the default. */
function protectDelay(config: SwitchConfig, store: ParameterStore): { readonly seconds: number; readonly isSet: boolean } {
  const seconds = Number(store.saved("SS_TRY_PROTECT_ROUTE_DELAY"));
  return { seconds, isSet: seconds > 0 || "SS_TRY_PROTECT_ROUTE_DELAY" in config.parameters };
}

/** A mode without any gateway that is marked for it does nothing. */
function unmarkedMode(side: EncryptionSide, encrypts: boolean): readonly Finding[] {
  if (side.saved.mode === 0 || encrypts) return [];
  return [
    {
      rule: "RTP_NO_ENCRYPTED_LEG",
      severity: "warning",
      subject: side.name,
      finding: `SS_RTPENCRYPTIONMODE is ${side.saved.mode} and no gateway is marked \`encrypt: true\``,
      cost: "every leg stays clear",
      mend: "mark the gateway objects that name the other switch, on both switches",
      behaviours: ["RTP-021"],
    },
  ];
}

/** `carrierlab doctor`: what is wrong with a configuration, what it costs and how to mend it. */
export const addDoctor: AddCommand = (program, world) => {
  program
    .command("doctor")
    .description(
      "Checks a switch's configuration: its routing, its rates, and the encrypted leg between it and a peer; never shows a key",
    )
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--peer <file>", "the configuration of the switch on the other side of an encrypted leg")
    .option("--leg <kind...>", `what the encrypted leg is: ${Object.keys(ENCRYPTION_ADVICE).join(", ")}`)
    .option("--before <file>", "the configuration before a change or a migration: compares time zone and calendars")
    .option("--expect-switch <account=instant>", "why the rate of an account does not change at a moment: acme=2026-04-20T18:00")
    .option("--profile <name>", `what the switch is for: ${CALL_CENTRE}`)
    .option("--forwards-to <gateway...>", "routing gateways to which calls are forwarded")
    .option("--records <file>", "call records that `carrierlab cdr --json` wrote: what calls show of the routing")
    .option("--json", "as JSON")
    .action((options: Options) => {
      const { config, peer, leg, json } = options;
      const rating = ratingFacts(world, options);
      const records = options.records === undefined ? [] : recordsFromFile(world.files, options.records);
      const routing = routingFacts(options, records);
      const known = circumstances(leg ?? []);
      const patients = [config, ...(peer === undefined ? [] : [peer])].map((file) => patientFrom(world, file));
      const [one, other] = patients;
      const between = one === undefined || other === undefined ? [] : compareSides(one.side, other.side);
      const alone = patients.flatMap((patient) => examine(patient, { leg: known, rating, routing, records }));
      const findings = bySeverity(unique([...between, ...alone]));
      show(world, json, findings, () => (findings.length === 0 ? "nothing found" : findings.map(findingText).join("\n\n")));
      if (findings.some((finding) => finding.severity === "error")) world.exitCode = EXIT_CODES.failed;
    });
};

/** Both the comparison and the look at one side tell of a pending restart; once is enough. */
const unique = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [`${finding.rule} ${finding.subject} ${finding.finding}`, finding])).values(),
];

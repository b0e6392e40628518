/** Where the messages come from. */
export type SippScenario =
  /** One of the scenarios of this package, see {@link PackagedScenario}. */
  | { readonly named: PackagedScenario }
  /** One that is compiled into SIPp (`-sn`): `"uac"`, `"uas"`, `"regexp"`, `"branchc"`, `"branchs"`. */
  | { readonly builtIn: string }
  /** Path of an XML scenario file (`-sf`). */
  | { readonly file: string }
  /** An XML scenario as text; written to the run's own temporary folder. */
  | { readonly xml: string };

/**
 * Scenarios in this package's folder `scenarios/`:
 *
 * - `uac`: INVITE with a PCMA offer, waits {@link SippOptions.callLengthMs}, BYE
 * - `uas`: 180, 200 with a PCMA answer, waits for BYE, absorbs retransmissions for 4 s
 * - `vendor-answers`: `uas` that answers OPTIONS too
 * - `vendor-says-503`: every INVITE gets 503, OPTIONS 200
 * - `vendor-keeps-silent`: an INVITE gets nothing at all, OPTIONS 200
 * - `uac-rtp-stream`: `uac` that sends {@link SippMedia.rtpStream} while the call is up
 * - `uac-pcap`: `uac` that plays {@link SippMedia.pcap} while the call is up
 */
export type PackagedScenario =
  "uac" | "uas" | "uac-rtp-stream" | "uac-pcap" | "vendor-answers" | "vendor-says-503" | "vendor-keeps-silent";

/**
 * SIPp's transport mode (`-t`): `u` UDP, `t` TCP, `l` TLS; `1` one socket, `n` one socket for each call,
 * `i` one socket for each address of the injection file.
 */
export type SippTransport = "u1" | "un" | "ui" | "t1" | "tn" | "l1" | "ln";

/** An injection file (`-inf`): lines of fields for `[field0]`, `[field1]`, ... */
export type SippInjection =
  | { readonly file: string }
  | {
      /** Which line the next call takes. */
      readonly order: "SEQUENTIAL" | "RANDOM" | "USER";
      /** One entry a call; no `;` and no line break in a field. */
      readonly rows: readonly (readonly string[])[];
    };

/** What SIPp does with RTP. */
export interface SippMedia {
  /** Local media address (`-mi`); SIPp's own choice when absent. */
  readonly address?: string;
  /** Local media port (`-mp`): where {@link echo} listens. Even, 1024..65532. SIPp takes 6000 when absent. */
  readonly port?: number;
  /** Send every RTP packet back to where it came from (`-rtp_echo`). */
  readonly echo?: boolean;
  /** Capture whose RTP `uac-pcap`, or a scenario with the word `[media_file]`, plays. Needs the right to open raw sockets. */
  readonly pcap?: string;
  /** Raw audio that `uac-rtp-stream`, or a scenario with the word `[media_file]`, sends in packets of 20 ms. */
  readonly rtpStream?: {
    readonly file: string;
    /** How often it is played; -1 is for as long as the call is up. 1 when absent. */
    readonly loops?: number;
    /** RTP payload type, 0..127; 8 (PCMA) when absent. */
    readonly payloadType?: number;
  };
}

/** Which logs SIPp writes. Each is read back, bounded by {@link SippOptions.maxLogBytes}. */
export interface SippTrace {
  /** All messages, sent and received (`-trace_msg`). */
  readonly messages?: boolean;
  /** Unexpected messages (`-trace_err`). On when absent. */
  readonly errors?: boolean;
  /** What the scenario's `<log>` actions write (`-trace_logs`). */
  readonly logs?: boolean;
  /** The last screens, which hold the counts of echoed and streamed RTP (`-trace_screen`). */
  readonly screens?: boolean;
}

/** One run of SIPp. Only `scenario` is needed, and `remote` for a scenario that calls. */
export interface SippOptions {
  readonly scenario: SippScenario;
  /** Where calls go: `192.0.2.1:5060`, `[2001:db8::1]:5060`, `host.example`. A scenario that waits for calls has none. */
  readonly remote?: string;
  /** Local address (`-i`). */
  readonly localAddress?: string;
  /** Local port (`-p`), 1..65535; one that is free when absent. */
  readonly localPort?: number;
  /** `"u1"` when absent: one UDP socket is the mode that loses no calls under load. */
  readonly transport?: SippTransport;
  /** Most sockets that a mode with one socket for each call opens; {@link DEFAULT_MAX_SOCKETS} when absent. */
  readonly maxSockets?: number;

  /** Calls after which the run ends (`-m`); 1 when absent. For a server: how many it takes at most. */
  readonly calls?: number;
  /** Calls started in a second (`-r`); 10 when absent. A fraction is spread over a longer period. */
  readonly callsPerSecond?: number;
  /** Calls open at one time at most (`-l`). SIPp's own limit when absent. */
  readonly maxConcurrentCalls?: number;
  /** Length of a `<pause>` that states none (`-d`), in milliseconds. */
  readonly callLengthMs?: number;

  /** User part of the request-URI (`-s`, `[service]`). */
  readonly service?: string;
  /** Words for the scenario (`-key`): `{ caller: "442079460100" }` fills `[caller]`. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Global variables (`-set`). The scenario must declare them in `<Global>`. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly injections?: readonly SippInjection[];
  readonly credentials?: { readonly user: string; readonly password: string };
  readonly media?: SippMedia;

  /** The run ends with `SIPP_TIMEOUT` after so many whole seconds (`-timeout`); {@link DEFAULT_TIMEOUT_SECONDS} when absent. */
  readonly timeoutSeconds?: number;
  /** A call fails when an expected message does not come within this (`-recv_timeout`), in milliseconds. */
  readonly receiveTimeoutMs?: number;
  /** Retransmissions of a UDP request before its call fails (`-max_retrans`). */
  readonly maxRetransmissions?: number;
  /** False switches UDP retransmission off (`-nr`). */
  readonly retransmit?: boolean;

  readonly trace?: SippTrace;
  /** How much of the end of each log and of each output is kept, in bytes; {@link DEFAULT_MAX_LOG_BYTES} when absent. */
  readonly maxLogBytes?: number;
  /** More arguments, given to SIPp as they are. */
  readonly extraArguments?: readonly string[];

  /** The program; `"sipp"` from the search path when absent. */
  readonly command?: string;
  /** Words before the arguments of SIPp, for a wrapper such as `["taskset", "-c", "1"]` or `["ip", "netns", "exec", "blue"]`. */
  readonly launcher?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** Ends the run gracefully when aborted. */
  readonly signal?: AbortSignal;
}

/** Long enough for a test of some hundred calls; our choice, so that a run without a limit cannot hang a pipeline. */
export const DEFAULT_TIMEOUT_SECONDS = 60;
/** Some 250 SIP messages; our choice. */
export const DEFAULT_MAX_LOG_BYTES = 262_144;
/** SIPp's own 50,000 is above the usual limit of open files and makes it refuse to start. */
export const DEFAULT_MAX_SOCKETS = 4_096;

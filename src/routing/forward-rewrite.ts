/** Steps that {@link FORWARD_SIGNAL_REWRITE_SEQUENCE} can name. The guide names the pool alone; the other one is ours (CLI-073). */
export const FORWARD_REWRITE_STEPS = ["number_transform", "caller_number_pool"] as const;

export type ForwardRewriteStep = (typeof FORWARD_REWRITE_STEPS)[number];

/** Key of `softswitch.conf` (CLI-006). */
export const FORWARD_SIGNAL_REWRITE_SEQUENCE = "FORWARD_SIGNAL_REWRITE_SEQUENCE";

/** How the number of a forwarded call is rewritten on its way out. */
export interface ForwardRewrite {
  /** In order, each once. */
  readonly steps: readonly ForwardRewriteStep[];
  /** Items that are no step: they are passed over (CLI-074). */
  readonly unknown: readonly string[];
}

const isStep = (item: string): item is ForwardRewriteStep => (FORWARD_REWRITE_STEPS as readonly string[]).includes(item);

/**
 * Reads the value of {@link FORWARD_SIGNAL_REWRITE_SEQUENCE}: steps separated by commas, blanks around them do not count.
 *
 * Without a value, and where number_transform is not named, the gateway's number transforms come first, as for every other call.
 */
export function forwardRewriteOf(value: string | undefined): ForwardRewrite {
  const items = (value ?? "").split(",").map((item) => item.trim());
  const named = [...new Set(items.filter(isStep))];
  return {
    steps: named.includes("number_transform") ? named : ["number_transform", ...named],
    unknown: items.filter((item) => item !== "" && !isStep(item)),
  };
}

/** The value of FORWARD_SIGNAL_REWRITE_SEQUENCE in `softswitch.conf`; undefined where no line assigns it. */
export interface ForwardRewriteLines {
  /** As the file has it now. */
  readonly saved: string | undefined;
  /** As the signalling service was started with it. */
  readonly running: string | undefined;
}

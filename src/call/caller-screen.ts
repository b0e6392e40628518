import type { HeaderField, SipRequest } from "../sip";
import { partyOf } from "./number";

/** Headers in which the caller's own number could stand beside the one that is shown instead (CLI-092). */
const FORWARDED = new Set(["p-asserted-identity", "remote-party-id", "privacy", "call-info"]);
const POOL = new Set([...FORWARDED, "diversion", "history-info"]);
const PRIVACY = new Set(["p-asserted-identity", "remote-party-id"]);
/** A shorter number or name stands in too much by chance. Our choice. */
const SHORTEST = 3;

/**
 * What one gateway is not told of a caller: headers by their name, and any header with one of some texts in it.
 *
 * It holds for the whole call: what the INVITE kept back, no later request may tell.
 */
export class CallerScreen {
  /** Everything is told. */
  static readonly OPEN = new CallerScreen(new Set(), []);

  private constructor(
    private readonly names: ReadonlySet<string>,
    private readonly texts: readonly string[],
  ) {}

  /** The caller asked for privacy. */
  static ofPrivacy(): CallerScreen {
    return new CallerScreen(PRIVACY, []);
  }

  /**
   * A pool number stands for the caller: neither its number nor its name is told, wherever it stands. Of a forwarded call it is told
   * who diverted it (CLI-070).
   */
  static ofPool({ from }: SipRequest, isForwarded: boolean): CallerScreen {
    const texts = [partyOf(from.uri)?.digits ?? "", from.displayName];
    return new CallerScreen(
      isForwarded ? FORWARDED : POOL,
      texts.filter((text) => text.length >= SHORTEST),
    );
  }

  letThrough(headers: readonly HeaderField[]): readonly HeaderField[] {
    if (this.names.size === 0) return headers;
    return headers.filter(
      ({ name, value }) => !this.names.has(name.toLowerCase()) && !this.texts.some((text) => value.includes(text)),
    );
  }
}

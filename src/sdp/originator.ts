import { addressTypeOf } from "./address-type";
import { formatSdp, formatWithoutOrigin } from "./format";
import type { SessionDescription } from "./types";

/**
 * The o= line of one leg: descriptions that pass from the other leg go out under this leg's own origin.
 *
 * The version starts at 1 and goes up by one exactly when the rest of the description differs from the last one sent
 * (RFC 3264 section 8); an unchanged one is sent again under the same version.
 */
export class SdpOriginator {
  private version = 0;
  private last: string | undefined;

  /** `sessionId`: decimal digits, unique for this host; from the Random port. `address`: our own, as the peer sees it. */
  constructor(private readonly options: { readonly sessionId: string; readonly address: string; readonly username?: string }) {}

  /** The bytes of `description` under this origin. */
  describe(description: SessionDescription): Buffer {
    const text = formatWithoutOrigin(description);
    if (text !== this.last) this.version += 1;
    this.last = text;
    const { sessionId, address, username = "-" } = this.options;
    const addressType = addressTypeOf(address);
    const version = String(this.version);
    return formatSdp({ ...description, origin: { username, sessionId, version, networkType: "IN", addressType, address } });
  }
}

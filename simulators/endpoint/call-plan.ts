import type { SocketAddress } from "../../src/base";
import type { SdpTraits } from "./personality";
import type { HeaderText } from "./sip-text";

/** A call to place, as data. */
export interface CallPlan {
  /** The scenario's name for it. */
  readonly call: string;
  /** The number as dialled. */
  readonly to: string;
  /** The switch or party that it is sent to. */
  readonly via: SocketAddress;
  readonly from?: { readonly number?: string; readonly displayName?: string };
  readonly sdp?: Partial<SdpTraits>;
  readonly headers?: readonly HeaderText[];
  readonly maxForwards?: number;
}

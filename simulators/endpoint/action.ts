import type { SdpTraits } from "./personality";

/** What a scenario asks a party to do in a call, as data. */
export type PartyAction =
  /** BYE, or CANCEL or 480 while the call is not answered. */
  | { readonly do: "hangUp" }
  /** Answers a call that is still ringing with 200. */
  | { readonly do: "answer" }
  | { readonly do: "hold" }
  | { readonly do: "resume" }
  /** A new offer. `late`: a re-INVITE without SDP. */
  | { readonly do: "offer"; readonly with: "INVITE" | "UPDATE"; readonly sdp?: Partial<SdpTraits>; readonly late?: boolean }
  | { readonly do: "info"; readonly contentType: string; readonly body: string }
  | { readonly do: "speak" }
  | { readonly do: "hush" }
  /** Telephone-events, one key after another. */
  | { readonly do: "press"; readonly digits: string }
  /** Bytes as they are, from the RTP or RTCP port. */
  | { readonly do: "datagram"; readonly port: "rtp" | "rtcp"; readonly hex: string }
  /** Falls silent for good: signalling and media of all its calls. */
  | { readonly do: "vanish" };

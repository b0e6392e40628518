/** One difference between the switch's own media encryption and SRTP. */
export interface SrtpDifference {
  readonly title: string;
  readonly detail: string;
}

/** The four differences that the guide lists (RTP-115), with what it overstates put right. */
export const SRTP_DIFFERENCES: readonly SrtpDifference[] = [
  { title: "no interworking", detail: "only switches that share mode and key understand each other; an SRTP device does not" },
  {
    title: "static key",
    detail:
      "SS_RTPENCRYPTIONKEY is set by hand on both sides; SRTP keys come by DTLS, SDES (RFC 4568) or MIKEY, which the guide leaves out",
  },
  { title: "no authentication tag", detail: "a flipped bit or a replayed packet goes unnoticed" },
  {
    title: "payload only",
    detail: "the RTP header stays as it is and the length does not change; SRTP adds only its tag (RFC 3711)",
  },
];

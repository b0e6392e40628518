import type { WallTime } from "../../base";

/** Mode and key of one moment: as saved, or as the media relay runs them. The key is compared byte for byte as UTF-8. */
export interface EncryptionSetting {
  /** SS_RTPENCRYPTIONMODE: 0 None, 1 XOR, 2 RC4, 3 AES128. */
  readonly mode: number;
  /** SS_RTPENCRYPTIONKEY. Stays inside the doctor: no finding repeats it. */
  readonly key: string;
}

/** One switch on one side of an encrypted leg, as the doctor knows it. */
export interface EncryptionSide {
  /** Name of the switch. */
  readonly name: string;
  readonly saved: EncryptionSetting;
  /** What the relay read at its last start; absent when it is not known. */
  readonly running?: EncryptionSetting | undefined;
  /** Said by the switch itself: something is saved that the relay has not read. */
  readonly pendingRestart?: boolean | undefined;
  /** When the key was last changed; absent when it is not known. */
  readonly keyChangedAt?: WallTime | undefined;
  /** When mode or key were last saved. */
  readonly savedAt?: WallTime | undefined;
  /** When the media relay was last started. */
  readonly relayStartedAt?: WallTime | undefined;
  /** Does the relay stand in the media path (SS_MEDIAPROXYMODE and the gateways' own setting)? */
  readonly mediaProxied?: boolean | undefined;
}

/** What the relay works with now: the running value where it is known, otherwise the saved one. */
export const inForce = (side: EncryptionSide): EncryptionSetting => side.running ?? side.saved;

/** True when what was saved is not what the relay runs (RTP-060). */
export function isPending(side: EncryptionSide): boolean {
  if (side.pendingRestart !== undefined) return side.pendingRestart;
  if (side.running !== undefined) return side.running.mode !== side.saved.mode || side.running.key !== side.saved.key;
  return side.savedAt !== undefined && side.relayStartedAt !== undefined && side.relayStartedAt < side.savedAt;
}

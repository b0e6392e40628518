import type { SessionListener } from "./types";

const nothing = (): void => undefined;

/** Stands in until the owner of a new session has given its own listener. */
export const silentListener: SessionListener = {
  onProvisional: nothing,
  onAnswered: nothing,
  onFailed: nothing,
  onCancelCompleted: nothing,
  onCancelled: nothing,
  onAcknowledged: nothing,
  onOffer: nothing,
  onOfferOutcome: nothing,
  onRequest: nothing,
  onEnded: nothing,
};

import { seconds } from "../../base";
import type { CallSettings, MediaProxyMode } from "../../call";
import type { ParameterStore } from "../../parameters";
import type { SortPolicy } from "../../routing";
import type { SessionTimerPolicy } from "../../sip";

/** Session timer policy as the parameters have it now. */
export function sessionTimerPolicy(parameters: ParameterStore, negotiation: "vos" | "rfc"): SessionTimerPolicy {
  return {
    interval: seconds(parameters.number("SS_SESSION_TIMER")),
    minSe: seconds(parameters.number("SS_SESSION_TIMER_MIN_SE")),
    refresher: parameters.number("SS_SESSION_TIMER_REFRESHER") === 1 ? "uas" : "uac",
    negotiation,
  };
}

/** What a new call works with. */
export function callSettings(parameters: ParameterStore, negotiation: "vos" | "rfc"): CallSettings {
  return {
    sessionTimer: sessionTimerPolicy(parameters, negotiation),
    mediaProxyMode: parameters.number("SS_MEDIAPROXYMODE") as MediaProxyMode,
    maxCallDuration: seconds(parameters.number("SS_MAX_CALL_DURATION")),
    recordIllegalCalls: parameters.number("SERVER_BILLING_RECORD_ILLEGAL_CALL") === 1,
    charging: {
      feeDigits: parameters.number("SERVER_BILLING_FEE_PRECISION"),
      holdPrecisionMs: parameters.number("SERVER_BILLING_HOLD_TIME_PRECISION"),
    },
  };
}

/** How routing gateways of one prefix are put in order. */
export function sortPolicy(parameters: ParameterStore): SortPolicy {
  return {
    asr: parameters.number("SS_GATEWAYASRROUTESORTCONFIG") as SortPolicy["asr"],
    fee: parameters.number("SS_GATEWAYFEERATEROUTESORTCONFIG") as SortPolicy["fee"],
    feeBeforeAsr: parameters.number("SS_GATEWAY_FEE_RATE_ROUTE_BEFORE_ASR") === 1,
  };
}

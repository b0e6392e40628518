import type { SqlValue } from "../ports";
import type { InstalledLock, InstalledMappingGateway, InstalledRoutingGateway } from "./installation";

type Row = Readonly<Record<string, SqlValue>>;
type Keys = ReadonlyMap<string, number>;

/** `locktype` of gateways, by what the gateway may not do; 0 and 3 are those of the original's gateways, 1 and 2 those of its phones. */
const LOCKS: Readonly<Record<InstalledLock, number>> = { noLock: 0, barCallIn: 1, barCallOut: 2, barAllCalls: 3 };
const MEDIA = { auto: 0, on: 1, off: 2 } as const;
const PREFIX_STYLES = { prefix: 0, extension: 1, expiration: 2 } as const;

const SIP = 1;

/** Bytes that a column of type text holds in MySQL. */
const TEXT_BYTES = 65_535;

/** Entries with commas between them; as many whole ones as the column holds. */
function listed(entries: readonly string[]): string {
  let bytes = -1;
  const fitting = entries.filter((entry) => (bytes += Buffer.byteLength(entry) + 1) <= TEXT_BYTES);
  return fitting.join(",");
}

/** A customer's gateway as `e_gatewaymapping` has it. */
export function mappingRow(gateway: InstalledMappingGateway, accounts: Keys): Row {
  return {
    ...{ name: gateway.name, locktype: LOCKS[gateway.lock], capacity: gateway.capacity ?? null, registertype: 0, mbx_id: 0 },
    ...{ remoteips: listed(gateway.addresses), rtpforwardtype: MEDIA[gateway.media] },
    customer_id: accounts.get(gateway.account ?? "") ?? 0,
  };
}

/** As `e_gatewaymappingsetting` has it. */
export function mappingSettings({ allowedPrefixes, callerRules, calleeRules, port }: InstalledMappingGateway): Row {
  return {
    calloutcalleeprefixesallow: allowedPrefixes === undefined ? null : 1,
    calloutcalleeprefixes: allowedPrefixes === undefined ? null : listed(allowedPrefixes),
    ...{ rewriterulesoutcaller: listed(callerRules), rewriterulesoutcallee: listed(calleeRules) },
    sipauthenticationmethod: port === undefined ? 0 : 1,
  };
}

/** A vendor's gateway as `e_gatewayrouting` has it. */
export function routingRow(gateway: InstalledRoutingGateway, accounts: Keys): Row {
  return {
    ...{ name: gateway.name, prefix: listed(gateway.prefixes), prefixstyle: PREFIX_STYLES[gateway.prefixMode] },
    ...{ locktype: LOCKS[gateway.lock], capacity: gateway.capacity ?? null, priority: gateway.priority, iptype: 0 },
    ...{
      encrypt: gateway.encrypt ? 1 : 0,
      protocol: SIP,
      remoteips: listed(gateway.addresses),
      signalport: gateway.port ?? null,
    },
    ...{ rtpforwardtype: MEDIA[gateway.media], gatewaygroups: gateway.group ?? null, mbx_id: 0 },
    clearingcustomer_id: accounts.get(gateway.account ?? "") ?? 0,
  };
}

/** As `e_gatewayroutingsetting` has it. */
export function routingSettings(gateway: InstalledRoutingGateway): Row {
  const { timeouts, stopAfter, allowedMappingGateways: customers, poolMultiplexes } = gateway;
  return {
    ...{ rewriterulesincaller: listed(gateway.callerRules), rewriterulesincallee: listed(gateway.calleeRules) },
    switchuntilconnect: gateway.switchUntilConnect ? 1 : 0,
    stopswitchsipcodes: listed(gateway.stopCodes.map(String)),
    ...{ stopswitchaftersdp: stopAfter.sdp ? 1 : 0, stopswitchafterrtpstart: stopAfter.rtp ? 1 : 0 },
    stopswitchafteruserbusy: stopAfter.busy ? 1 : 0,
    ...{ timeoutinvite: timeouts.invite ?? null, timeouttrying: timeouts.trying ?? null },
    timeoutsessionprogress: timeouts.sessionProgress ?? null,
    ...{ timeoutsessionprogresssdp: timeouts.sessionProgressSdp ?? null, timeoutringing: timeouts.ringing ?? null },
    rewriterulesincallerusee164line: poolMultiplexes ?? null,
    // The original's values: 1 passes the header through, 2 sends the caller's number in it.
    sippassertedidentitytype: gateway.assertsIdentity ? 2 : 1,
    callinmappinggateways: customers === undefined ? null : listed(customers),
  };
}

/** What the field has no column for: `carrierlab_gatewayrouting`. */
export function ownRoutingRow(gateway: InstalledRoutingGateway): Row {
  return {
    ...{ protect: gateway.protect ? 1 : 0, reserved_lines: gateway.reservedLines, rate: gateway.rate ?? null },
    ...{ gateway_prefix: gateway.gatewayPrefix, prefix_expires_at: gateway.prefixExpiresAt ?? null },
    options_check: gateway.optionsCheck ? 1 : 0,
  };
}

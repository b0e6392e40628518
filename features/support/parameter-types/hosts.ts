import { defineParameterType } from "@cucumber/cucumber";

/** A host of the lab, as its display name: `"Acme"` is the party, `switch "A"` the switch. */
defineParameterType({
  name: "host",
  regexp: /switch "([A-Z])"|"([A-Z][A-Za-z0-9 ]*)"/,
  transformer: (switchName?: string, party?: string): string =>
    switchName === undefined ? (party ?? "") : `switch ${switchName}`,
});

/** What somebody hears when it is not clear speech. */
defineParameterType({
  name: "heard",
  regexp: /noise|silence|a degraded voice/,
  transformer: (text: string): string => (text === "a degraded voice" ? "degraded" : text),
});

/** A port of a media session. */
defineParameterType({
  name: "mediaPort",
  regexp: /RTP|RTCP/,
  transformer: (text: string): "rtp" | "rtcp" => (text === "RTP" ? "rtp" : "rtcp"),
});

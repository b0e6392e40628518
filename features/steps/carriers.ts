import { Given } from "@cucumber/cucumber";
import { inMilliseconds, inSeconds, type Duration } from "../../src/base";
import * as carriers from "../../simulators/carrier";
import { POLITE, type Personality } from "../../simulators/endpoint";
import type { SipStatus } from "../support/parameter-types/sip-status";
import type { LabWorld } from "../support/world";

Given("{party} {behaviour}", function (this: LabWorld, party: string, personality: Personality) {
  this.lab.party(party, personality);
});

Given("{party} is a {carrier} carrier", function (this: LabWorld, party: string, personality: Personality) {
  this.lab.party(party, personality);
});

Given("{party} answers after {duration}", function (this: LabWorld, party: string, delay: Duration) {
  this.lab.party(party, carriers.answersAfter(inMilliseconds(delay)));
});

Given("{party} refuses every call with {response}", function (this: LabWorld, party: string, { status, reason }: SipStatus) {
  this.lab.party(party, carriers.refuses(status, reason));
});

Given(
  "{party} refuses every call with {response} for cause {int}",
  function (this: LabWorld, party: string, { status, reason }: SipStatus, cause: number) {
    this.lab.party(party, carriers.refuses(status, reason, cause));
  },
);

Given(
  "{party} rings and refuses every call with {response}",
  function (this: LabWorld, party: string, { status, reason }: SipStatus) {
    this.lab.party(party, carriers.ringsAndRefuses(status, reason));
  },
);

Given("{party} hangs up {duration} after the answer", function (this: LabWorld, party: string, delay: Duration) {
  this.lab.party(party, carriers.hangsUpAfter(inMilliseconds(delay)));
});

Given("{party} vanishes {duration} after the answer", function (this: LabWorld, party: string, delay: Duration) {
  this.lab.party(party, carriers.vanishesAfter(inMilliseconds(delay)));
});

Given("{party} refuses re-INVITE with {int}", function (this: LabWorld, party: string, status: number) {
  this.lab.partyTraits(party, { onReinvite: status });
});

Given("{party} wants a session interval of at least {duration}", function (this: LabWorld, party: string, minimum: Duration) {
  this.lab.party(party, carriers.wantsInterval(inSeconds(minimum)));
});

Given(
  "{party} accepts a session interval of {duration} and leaves the refresh to the switch",
  function (this: LabWorld, party: string, interval: Duration) {
    this.lab.party(party, carriers.answersTimer(inSeconds(interval), "uac", true));
  },
);

Given(
  "{party} accepts a session interval of {duration} and refreshes it itself",
  function (this: LabWorld, party: string, interval: Duration) {
    this.lab.party(party, carriers.answersTimer(inSeconds(interval), "uas", true));
  },
);

Given(
  "{party} accepts a session interval of {duration}, promises to refresh it and never does",
  function (this: LabWorld, party: string, interval: Duration) {
    this.lab.party(party, carriers.answersTimer(inSeconds(interval), "uas", false));
  },
);

Given("{party} asks for a session interval of {duration}", function (this: LabWorld, party: string, interval: Duration) {
  this.lab.partyTraits(party, { timerOffer: { interval: inSeconds(interval) } });
});

Given(
  "{party} asks for a session interval of {duration} and tries again when it is too small",
  function (this: LabWorld, party: string, interval: Duration) {
    this.lab.partyTraits(party, { timerOffer: { interval: inSeconds(interval), retries: true } });
  },
);

Given(
  "{party} asks for a session interval of {duration}, promises to refresh it and never does",
  function (this: LabWorld, party: string, interval: Duration) {
    this.lab.partyTraits(party, { timerOffer: { interval: inSeconds(interval), refresher: "uac" }, refreshesBy: "nothing" });
  },
);

Given(
  "{party} asks for a session interval of {duration}, to be refreshed by the switch",
  function (this: LabWorld, party: string, interval: Duration) {
    this.lab.partyTraits(party, { timerOffer: { interval: inSeconds(interval), refresher: "uas" } });
  },
);

Given(
  "{party} asks for a session interval of {duration} and refreshes it itself",
  function (this: LabWorld, party: string, interval: Duration) {
    this.lab.partyTraits(party, { timerOffer: { interval: inSeconds(interval), refresher: "uac" } });
  },
);

Given("{party} requires a session interval of {duration}", function (this: LabWorld, party: string, interval: Duration) {
  this.lab.partyTraits(party, { timerOffer: { interval: inSeconds(interval), requires: true } });
});

Given("{party} adds {word} {string}", function (this: LabWorld, party: string, name: string, value: string) {
  const headers =
    this.lab.settings.parties.find((each) => each.name === party)?.personality.inviteHeaders ?? POLITE.inviteHeaders;
  this.lab.partyTraits(party, { inviteHeaders: [...headers, { name, value }] });
});

Given("{party} shows the name {string}", function (this: LabWorld, party: string, displayName: string) {
  this.lab.partyTraits(party, { displayName });
});

Given("{party} is behind a symmetric router", function (this: LabWorld, party: string) {
  this.lab.behindNat(party, "symmetric");
});

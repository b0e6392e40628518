import { defineParameterType } from "@cucumber/cucumber";
import { CARRIERS, type CarrierName, PERSONALITIES, type PersonalityName } from "../../../simulators/carrier";
import type { Personality } from "../../../simulators/endpoint";

/** A party by its name in quotes. */
defineParameterType({ name: "party", regexp: /"([A-Z][A-Za-z0-9 ]*)"/, transformer: (name: string): string => name });

/** A switch by its name in quotes. */
defineParameterType({ name: "switch", regexp: /switch "([A-Z])"/, transformer: (name: string): string => name });

const names = Object.keys(PERSONALITIES).sort((a, b) => b.length - a.length);

/** What a carrier does, in the words of simulators/carrier: `rings for ever`, `answers after CANCEL`. */
defineParameterType({
  name: "behaviour",
  regexp: new RegExp(names.join("|")),
  transformer: (name: string): Personality => PERSONALITIES[name as PersonalityName],
});

/** A carrier of simulators/carrier by its name in quotes: `"503 storm"`. */
defineParameterType({
  name: "carrier",
  regexp: new RegExp(`"(${Object.keys(CARRIERS).join("|")})"`),
  transformer: (name: string): Personality => CARRIERS[name as CarrierName].personality,
});

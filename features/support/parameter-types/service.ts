import { defineParameterType } from "@cucumber/cucumber";
import type { ServiceName } from "../stages";

const SERVICES: Readonly<Record<string, ServiceName>> = { signalling: "vos3000d", media: "mbx3000d" };

/** `signalling` or `media`: a service of a switch by what it does. */
defineParameterType({ name: "service", regexp: /signalling|media/, transformer: (word: string) => SERVICES[word] });

import type { LabOperator, SwitchSettings } from "./lab-settings";

/** Where one switch of a lab lives. */
export interface SwitchPlace {
  /** SIP and, unless said otherwise, media. */
  readonly address: string;
  readonly mediaAddress?: string;
  /** Address of a host of the lab by its name. */
  readonly addressOf: (host: string) => string;
  readonly dataFolder: string;
  /** Where the control channel listens when it is not loopback, which only real machines have. */
  readonly controlAddress?: string;
}

/** The SIP port of every host of a lab. */
export const SIP_PORT = 5060;

/** One switch's settings as the text of its configuration file: JSON, which is YAML too. */
export function switchConfigText(settings: SwitchSettings, place: SwitchPlace): string {
  const { t1Ms, timerBMs } = settings;
  const optional = <Value>(name: string, value: Value | undefined): object => (value === undefined ? {} : { [name]: value });
  return JSON.stringify(
    {
      name: settings.name,
      data: place.dataFolder,
      sip: {
        listen: [{ address: place.address, port: SIP_PORT }],
        timers: { ...optional("t1", milliseconds(t1Ms)), ...optional("timerB", milliseconds(timerBMs)) },
        ...optional("sessionTimer", settings.negotiation === undefined ? undefined : { negotiation: settings.negotiation }),
      },
      media: { address: place.mediaAddress ?? place.address },
      control: {
        ...(place.controlAddress === undefined ? {} : { address: place.controlAddress, allowRemote: true }),
        ...optional(
          "operators",
          settings.operators?.map(({ name, role }) => ({ name, role, tokenEnv: tokenVariable(name) })),
        ),
      },
      parameters: settings.parameters,
      mappingGateways: settings.mappingGateways.map(({ peer, ...gateway }) => ({ ...gateway, address: place.addressOf(peer) })),
      routingGateways: settings.routingGateways.map(({ peer, ...gateway }) => ({
        ...gateway,
        address: place.addressOf(peer),
        port: gateway.port ?? SIP_PORT,
      })),
      ...optional("gatewayGroups", settings.gatewayGroups),
      ...optional("routing", settings.routing),
      ...optional("sipTrace", settings.sipTrace),
      ...optional("announcements", settings.announcements),
      ...settings.rating,
    },
    undefined,
    2,
  );
}

const tokenVariable = (operator: string): string => `LAB_TOKEN_${operator.toUpperCase()}`;

/** Environment of a switch with operators: the token of each is his name. */
export const tokensOf = (operators: readonly LabOperator[]): Readonly<Record<string, string>> =>
  Object.fromEntries(operators.map(({ name }) => [tokenVariable(name), name]));

/** The token that the lab itself shows to a switch. */
export const administratorOf = (operators: readonly LabOperator[]): string | undefined =>
  operators.find(({ role }) => role === "administrator")?.name;

const milliseconds = (count: number | undefined): string | undefined => (count === undefined ? undefined : `${count}ms`);

/** A place in the switch's manual. */
export interface ManualReference {
  readonly item: string;
  readonly section: string;
  readonly page?: number;
  /** Menu path, where the guides name one. */
  readonly path?: string;
}

const ROUTING_GATEWAY = "Operation Management > Gateway Operation > Routing Gateway";
const OTHERS = `${ROUTING_GATEWAY} > Additional Settings > Others`;

/** Where the guides say that each routing setting is explained (FOV-148, CLI-007). */
export const MANUAL_REFERENCES: readonly ManualReference[] = [
  { item: "Routing Gateway", section: "2.5.1.1", page: 28, path: ROUTING_GATEWAY },
  { item: "Gateway prefix", section: "2.5.1.1", page: 29, path: ROUTING_GATEWAY },
  { item: "Gateway Group", section: "2.5.1.3", page: 31, path: ROUTING_GATEWAY },
  { item: "Options online check", section: "2.5.1.1", page: 43, path: `${ROUTING_GATEWAY} > Additional Settings` },
  { item: "Switch gateway until connect", section: "2.5.1.1", page: 50, path: OTHERS },
  { item: "Stop switching response codes", section: "2.5.1.1", page: 50, path: OTHERS },
  { item: "Protect route", section: "2.5.1.1", page: 50, path: OTHERS },
  { item: "Enable Caller Number Pool", section: "2.5.1.1", page: 50, path: OTHERS },
  { item: "Routing Gateway sorting", section: "4.3.3" },
  {
    item: "SS_TRY_PROTECT_ROUTE_DELAY",
    section: "4.3.5.2",
    path: "Operation Management > Softswitch Management > Additional Settings > System Parameter",
  },
];

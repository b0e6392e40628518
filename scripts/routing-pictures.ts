import fs from "node:fs";
import path from "node:path";
import { ladderOf, ladderSvg } from "../reports/ladder";
import { seconds } from "../src/base";
import { parseSwitchConfig } from "../src/config";
import { planRoute, type RoutePlan } from "../src/routing";
import { callGateways } from "../src/services/vos3000d";
import { Lab } from "../features/support/lab";
import { SimStage } from "../features/support/stages/sim-stage";
import { addVendors } from "../features/support/vendor-chain";

const EXAMPLE = path.join(__dirname, "../examples/failover-protect-pool.yaml");
const CALLEE = "442079460123";
const ROW = 40;
const WIDTH = 980;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

interface Row {
  readonly gateway: string;
  readonly reason: string;
  readonly kind: "normal" | "protect" | "left";
}

const COLOURS: Readonly<Record<Row["kind"], string>> = { normal: "#0072b2", protect: "#d55e00", left: "#999" };

/** A route plan as an SVG picture: gateways in the order in which they are tried, then those that are left out, each with its sentence. */
function planSvg({ attempts, leftOut }: RoutePlan): string {
  const rows: Row[] = [
    ...attempts.map(({ gateway, reason, isProtect }) => ({
      gateway,
      reason,
      kind: isProtect ? ("protect" as const) : ("normal" as const),
    })),
    ...leftOut.map(({ gateway, reason }) => ({ gateway, reason, kind: "left" as const })),
  ];
  const drawn = rows.map(({ gateway, reason, kind }, index) => {
    const y = 8 + index * ROW;
    const dash = kind === "left" ? ' stroke-dasharray="4 4"' : "";
    return `<rect x="8" y="${y}" width="120" height="28" rx="4" fill="#fff" stroke="${COLOURS[kind]}" stroke-width="2"${dash}/><text x="68" y="${y + 19}" class="name" fill="${COLOURS[kind]}">${escaped(gateway)}</text><text x="142" y="${y + 19}" class="why">${escaped(reason)}</text>`;
  });
  const height = 16 + rows.length * ROW;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="route plan"><style>.name{font:600 13px sans-serif;text-anchor:middle}.why{font:12px sans-serif;fill:#333}</style>${drawn.join("")}</svg>\n`;
}

/** The plan of the example configuration. */
function examplePlan(): string {
  const config = parseSwitchConfig(fs.readFileSync(EXAMPLE, "utf8"), EXAMPLE);
  const at = 0 as Parameters<typeof planRoute>[1]["at"];
  return planSvg(planRoute(callGateways(config, []).routes, { caller: "442079460001", callee: CALLEE, from: "acme", at }));
}

/** A call whose three vendors fail, and whose protect route answers after the delay: the guide's 43 seconds (PRT-070), really played. */
async function timeline(): Promise<string> {
  const stage = new SimStage(1);
  const lab = new Lab(stage);
  lab.party("Acme");
  lab.switch("A");
  lab.addCustomer("A", { name: "Acme", peer: "Acme" });
  lab.setParameter("A", "SS_TRY_PROTECT_ROUTE_DELAY", 30);
  lab.setParameter("A", "SS_MEDIAPROXYMODE", 0);
  addVendors(lab, [
    { vendor: "GW1", priority: "1", does: "503 after 2 seconds", "timer B": "10 seconds" },
    { vendor: "GW2", priority: "2", does: "keeps silent", "timer B": "10 seconds" },
    { vendor: "GW3", priority: "3", does: "503", "timer B": "10 seconds" },
    { vendor: "PR1", priority: "1", does: "200 after 1 second", "timer B": "10 seconds", protect: "yes" },
  ]);
  const call = await lab.place({ caller: "Acme", to: CALLEE });
  await lab.reaches(call, "answered", seconds(60));
  await lab.hangUp(call);
  const { packets, hosts } = await stage.evidence();
  await stage.close();
  // Tags and branches differ from seed to seed and are no part of the picture.
  return `${ladderSvg(ladderOf({ packets, hosts })).replace(/<title>[^]*?<\/title>/g, "")}\n`;
}

/** Pictures of docs/routing.md by their file names in docs/images. The same code draws the same pictures, to the byte. */
export async function routingPictures(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ["route-plan.svg", examplePlan()],
    ["protect-route-timeline.svg", await timeline()],
  ]);
}

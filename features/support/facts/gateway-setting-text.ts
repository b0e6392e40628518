import { UsageError } from "../../../src/base";
import { switchConfigJsonSchema } from "../../../src/config";

interface SchemaNode {
  readonly description?: string;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}

/** What the published schema of the configuration file says of a routing gateway's setting. */
export function gatewaySettingText(setting: string): string {
  const { properties = {} } = switchConfigJsonSchema() as SchemaNode;
  const text = properties.routingGateways?.items?.properties?.[setting]?.description;
  if (text === undefined) throw new UsageError("STEP_UNKNOWN_SETTING", `routing gateways have no "${setting}"`, { setting });
  return text;
}

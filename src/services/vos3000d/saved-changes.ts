import type { SwitchConfig } from "../../config";
import type { Files } from "../../ports";
import { GatewayBook } from "./gateway-book";
import { RatingBook } from "./rating-book";

/** The gateways of a switch that is not running, with the calendars, rates and accounts that it would start with. @throws {SwitchError} as {@link withSavedChanges}. */
export const openGatewayBook = (files: Files, configured: SwitchConfig): GatewayBook =>
  new GatewayBook(files, new RatingBook(files, configured.data).applied(configured));

/** A configuration with everything that operators have changed since it was written, as a switch starts with it. @throws {SwitchError} `GATEWAY_FILE_BROKEN`, `RATING_FILE_BROKEN`. */
export const withSavedChanges = (files: Files, configured: SwitchConfig): SwitchConfig =>
  openGatewayBook(files, configured).current;

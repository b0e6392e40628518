export { authoriser, type Authorise, type Operator } from "./operators";
export { CONTROL_TIMEOUT, callControl, type ControlCall } from "./client";
export { LineReader, MAX_CONTROL_LINE_BYTES, toJson, type ControlAnswer, type ControlRequest } from "./protocol";
export { ControlServer, type ControlHandler, type ControlServerOptions } from "./server";

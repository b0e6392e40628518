export { connectMediaService, MEDIA_REQUEST_TIMEOUT, type MediaService, type MediaServiceOptions } from "./client";
export { ORPHAN_GRACE } from "./control-server";
export { Mbx3000d, startMbx3000d, type Mbx3000dOptions, type Mbx3000dPorts, type MediaFaults } from "./mbx3000d";
export { MAX_MEDIA_LINE_BYTES, MEDIA_CONTROL_VERSION, type MediaServiceStatus } from "./protocol";

/** Rooms may import only what stands below them; see docs/architecture.md. */
const below = {
  base: [],
  ports: ["base"],
  sip: ["base", "ports"],
  sdp: ["base", "ports"],
  codec: ["base", "ports"],
  rtp: ["base", "ports", "codec"],
  parameters: ["base", "ports"],
  routing: ["base", "ports", "parameters"],
  rating: ["base", "ports", "parameters"],
  cdr: ["base", "ports", "rtp", "parameters"],
  store: ["base", "ports", "rtp", "parameters", "cdr", "routing", "rating"],
  config: ["base", "ports", "parameters"],
  call: ["base", "ports", "sip", "sdp", "rtp", "codec", "parameters", "routing", "rating", "cdr", "media"],
  media: ["base", "ports", "sdp", "rtp", "codec", "parameters"],
  diagnosis: ["base", "ports", "sip", "sdp", "rtp", "codec", "parameters", "routing", "rating", "cdr"],
  adapters: ["base", "ports"],
  services: ["base", "ports", "config", "sip", "sdp", "rtp", "codec", "parameters", "routing", "rating", "cdr", "store", "call", "media", "diagnosis"],
  api: ["base", "ports", "config", "parameters", "routing", "rating", "cdr", "store", "call", "media", "diagnosis", "services"],
  cli: ["base", "ports", "config", "parameters", "routing", "rating", "cdr", "store", "call", "media", "diagnosis", "services", "api"],
};

const rooms = Object.entries(below).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `src/${room} imports ${allowed.length === 0 ? "no other room" : allowed.join(", ")} only`,
  severity: "error",
  from: { path: `^src/${room}/`, pathNot: "(\\.test|\\.contract|-builder)\\.ts$" },
  to: { path: "^src/", pathNot: `^src/(${[room, ...allowed].join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...rooms,
    {
      name: "no-cycle",
      comment: "no runtime import cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "simulators-apart",
      comment: "simulated carriers share the parser and the ports with the switch, nothing more: two ends with one stack agree about its bugs",
      severity: "error",
      from: { path: "^simulators/", pathNot: "\\.test\\.ts$" },
      to: { path: "^src/(?!base/|ports/|sip/message/|sip/index|sdp/|rtp/|codec/)" },
    },
    {
      name: "adapters-by-main-only",
      comment: "only src/main, the test harness and tests name concrete adapters",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(main|adapters)/|(\\.test|\\.contract)\\.ts$" },
      to: { path: "^src/adapters/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
  },
};

/** Names of the images that `docker/build.sh` makes. */
export const IMAGES = {
  /** Node 24 with tcpdump, iptables and iproute2. */
  node: "carrierlab-node:trixie",
  /** {@link IMAGES.node} with the switch and the simulators in `/app`. */
  switch: "carrierlab-switch:trixie",
  mariadb: "carrierlab-mariadb:trixie",
  /** SIPp 3.7 with the scenarios of sipp-wrapper in `/sipp/scenarios`. */
  sipp: "carrierlab-sipp:trixie",
  /** Delays, loses, duplicates and reorders the packets of the container whose network it shares. */
  impair: "carrierlab-impair:trixie",
} as const;

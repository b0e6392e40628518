/**
 * Who is called what and where it lives, in one lab: the addresses that a stage hands out.
 *
 * Documentation ranges of RFC 5737 on a simulated network; loopback addresses of their own on real sockets.
 */
export interface AddressPlan {
  /** Signalling of a switch. */
  readonly switch: (index: number) => string;
  /** Media service of the same switch, when it has an address of its own. */
  readonly media?: (index: number) => string;
  readonly party: (index: number) => string;
  /** A public address for the NAT router in front of a party. */
  readonly router: (index: number) => string;
  /** A private address behind that router. */
  readonly behindRouter: (index: number) => string;
}

/** Most switches, and most parties, of one lab; our choice, so that addresses stay in their ranges. */
export const MAX_HOSTS_OF_A_KIND = 40;

/** 192.0.2.x for switches (media from .101 on), 198.51.100.x for parties, 203.0.113.x for routers. */
export const SIMULATED_ADDRESSES: AddressPlan = {
  switch: (index) => `192.0.2.${1 + index}`,
  media: (index) => `192.0.2.${101 + index}`,
  party: (index) => `198.51.100.${10 + index}`,
  router: (index) => `203.0.113.${10 + index}`,
  behindRouter: (index) => `10.0.${index}.10`,
};

/**
 * Loopback addresses of scenario number `lab` of worker `worker`: each lab has a /24 of 127/8 for itself, so that labs that
 * run beside each other never meet. 127.0/16 is left to people.
 */
export const loopbackAddresses = (worker: number, lab: number): AddressPlan => {
  const net = `127.${1 + (worker % 100)}.${1 + (lab % 250)}`;
  return {
    switch: (index) => `${net}.${1 + index}`,
    media: (index) => `${net}.${200 + index}`,
    party: (index) => `${net}.${50 + index}`,
    router: (index) => `${net}.${100 + index}`,
    behindRouter: (index) => `${net}.${150 + index}`,
  };
};

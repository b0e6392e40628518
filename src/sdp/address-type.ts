/** The address type of o= and c= lines for an address. */
export const addressTypeOf = (address: string): "IP4" | "IP6" => (address.includes(":") ? "IP6" : "IP4");

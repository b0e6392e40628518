/** A gateway as it may be shown: what it was configured with, its password left out. */
export function withoutPassword<Gateway extends object>(gateway: Gateway): Omit<Gateway, "password"> {
  const { password: _, ...shown } = gateway as Gateway & { readonly password?: string };
  return shown;
}

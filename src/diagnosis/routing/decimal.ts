const SCALE = 9;

/** Decimal text with up to nine decimals as whole billionths, so that amounts are compared exactly. */
export function billionths(text: string): bigint {
  const isNegative = text.startsWith("-");
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const value = BigInt(`${whole}${fraction.slice(0, SCALE).padEnd(SCALE, "0")}`);
  return isNegative ? -value : value;
}

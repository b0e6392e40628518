/** One number transform: leading digits and what stands there instead. */
export interface NumberTransform {
  readonly match: string;
  readonly replace: string;
}

/** A number after its transforms: of all that fit, the one with the longest `match` is applied, once. Without one it stays as it is. */
export function transformed(number: string, transforms: readonly NumberTransform[]): string {
  let best: NumberTransform | undefined;
  for (const transform of transforms) {
    if (!number.startsWith(transform.match)) continue;
    if (best === undefined || transform.match.length > best.match.length) best = transform;
  }
  return best === undefined ? number : best.replace + number.slice(best.match.length);
}

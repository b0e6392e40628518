/**
 * The discrete Fourier transform in place, radix 2: `re` and `im` of one length, a power of two.
 * The inverse is not scaled.
 */
export function transform(re: Float64Array, im: Float64Array, direction: "forward" | "inverse"): void {
  const size = re.length;
  reverseBits(re, im);
  const sign = direction === "forward" ? -2 : 2;
  for (let width = 2; width <= size; width *= 2) {
    const half = width / 2;
    for (let k = 0; k < half; k++) {
      const angle = (sign * Math.PI * k) / width;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      for (let low = k; low < size; low += width) {
        const high = low + half;
        const highRe = re[high] as number;
        const highIm = im[high] as number;
        const turnedRe = highRe * cos - highIm * sin;
        const turnedIm = highRe * sin + highIm * cos;
        re[high] = (re[low] as number) - turnedRe;
        im[high] = (im[low] as number) - turnedIm;
        re[low] = (re[low] as number) + turnedRe;
        im[low] = (im[low] as number) + turnedIm;
      }
    }
  }
}

function reverseBits(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j] as number, re[i] as number];
      [im[i], im[j]] = [im[j] as number, im[i] as number];
    }
  }
}

/**
 * The cross-correlation of two signals: element `lag + b.length - 1` is the sum over i of `a[i + lag] * b[i]`,
 * for lags from `1 - b.length` to `a.length - 1`.
 */
export function crossCorrelate(a: Float64Array, b: Float64Array): Float64Array {
  const wanted = a.length + b.length - 1;
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, wanted)));
  // One complex transform carries both real signals: a as the real part, b reversed as the imaginary one.
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  re.set(a);
  for (let i = 0; i < b.length; i++) im[i] = b[b.length - 1 - i] as number;
  transform(re, im, "forward");
  const productRe = new Float64Array(size);
  const productIm = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const mirrored = (size - k) % size;
    const [zr, zi, wr, wi] = [re[k] as number, im[k] as number, re[mirrored] as number, im[mirrored] as number];
    const [ar, ai] = [(zr + wr) / 2, (zi - wi) / 2];
    const [br, bi] = [(zi + wi) / 2, (wr - zr) / 2];
    productRe[k] = ar * br - ai * bi;
    productIm[k] = ar * bi + ai * br;
  }
  transform(productRe, productIm, "inverse");
  return productRe.subarray(0, wanted).map((value) => value / size);
}

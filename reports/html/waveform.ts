const WIDTH = 640;
const HEIGHT = 64;

/** Loudest and softest sample of each column of pixels. */
function envelope(samples: Int16Array): readonly (readonly [number, number])[] {
  const step = Math.max(1, samples.length / WIDTH);
  return Array.from({ length: Math.min(WIDTH, samples.length) }, (_, column) => {
    let [low, high] = [0, 0];
    for (let index = Math.floor(column * step); index < Math.floor((column + 1) * step); index += 1) {
      const sample = samples[index] ?? 0;
      low = Math.min(low, sample);
      high = Math.max(high, sample);
    }
    return [low, high] as const;
  });
}

/** The shape of the sound as an SVG picture, full scale from edge to edge. */
export function waveformSvg(samples: Int16Array): string {
  const scale = HEIGHT / 2 / 32_768;
  const lines = envelope(samples).map(
    ([low, high], column) =>
      `M${column} ${(HEIGHT / 2 - high * scale).toFixed(1)}V${(HEIGHT / 2 - low * scale + 0.5).toFixed(1)}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" class="waveform" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="waveform"><path d="M0 ${HEIGHT / 2}H${WIDTH}" stroke="#ddd"/><path d="${lines.join("")}" stroke="#0072b2" fill="none"/></svg>`;
}

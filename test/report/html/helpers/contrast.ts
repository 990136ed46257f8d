type Rgb = readonly [red: number, green: number, blue: number];

/** "#rrggbb" or "rgb(r, g, b)". */
export function parseColour(text: string): Rgb {
  const hex = /^#(..)(..)(..)$/
    .exec(text)
    ?.slice(1)
    .map((pair) => Number.parseInt(pair, 16));
  const [red, green, blue] = hex ?? /^rgb\((\d+), (\d+), (\d+)\)$/.exec(text)?.slice(1).map(Number) ?? [];
  if (red === undefined || green === undefined || blue === undefined) throw new Error(`not a colour: ${text}`);
  return [red, green, blue];
}

const linearised = (colour: Rgb) =>
  colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;

const weighted = (weights: Rgb, colour: Rgb) =>
  weights[0] * colour[0] + weights[1] * colour[1] + weights[2] * colour[2];

/** Contrast ratio from 1 to 21. Source: WCAG 2.2, "contrast ratio" and "relative luminance". */
export function contrast(one: string, other: string): number {
  const luminances = [one, other].map((text) => weighted([0.2126, 0.7152, 0.0722], linearised(parseColour(text))));
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

/** Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB. */
export const COLOUR_BLINDNESS = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;

/** CIE 1976 colour difference as somebody with this blindness sees it; about 2 is the least that is noticed. */
export function difference(one: string, other: string, blindness: readonly Rgb[]): number {
  const [a, b] = [one, other].map((text) => {
    const seen = linearised(parseColour(text));
    return lab(blindness.map((row) => Math.min(1, Math.max(0, weighted(row, seen)))) as unknown as Rgb);
  }) as [Rgb, Rgb];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** CIELAB for D65 from linear sRGB. */
function lab(colour: Rgb): Rgb {
  const x = weighted([0.4124, 0.3576, 0.1805], colour) / 0.9505;
  const y = weighted([0.2126, 0.7152, 0.0722], colour);
  const z = weighted([0.0193, 0.1192, 0.9505], colour) / 1.089;
  const [fx, fy, fz] = [x, y, z].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)) as [
    number,
    number,
    number,
  ];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

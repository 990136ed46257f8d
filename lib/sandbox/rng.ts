/** A stream of numbers in [0, 1), evenly spread, the same on every machine. */
export type Rng = () => number;

/**
 * A stream of its own for each key, so that what is drawn for one invitation never depends on which others were drawn
 * before it. Integer arithmetic only: sfc32 (Chris Doty-Humphrey's PractRand, public domain), seeded by a 128-bit
 * string hash (cyrb128 by bryc, public domain).
 */
export function seededRng(...key: readonly (string | number)[]): Rng {
  let [a, b, c, counter] = hash128(key.join("\u0000"));
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // Twelve rounds is what sfc32's author prescribes before the first number is used.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** One of `items`, each as likely as the next. */
export function pick<Item>(rng: Rng, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(rng() * items.length)] ?? items[0];
}

function hash128(text: string): [number, number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    h1 = h2 ^ Math.imul(h1 ^ unit, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ unit, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ unit, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ unit, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  h1 ^= h2 ^ h3 ^ h4;
  return [h1 | 0, (h2 ^ h1) | 0, (h3 ^ h1) | 0, (h4 ^ h1) | 0];
}

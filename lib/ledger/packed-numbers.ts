/** The largest whole number that can be written: with its sign folded in it stays exact. */
const LARGEST = 2 ** 52 - 1;

/** A column of whole numbers, few bytes for small ones: seven bits a byte, lowest first, the eighth says that more follow. */
export class NumberWriter {
  #bytes = new Uint8Array(1_024);
  #length = 0;

  /** @throws RangeError unless it is a whole number from 0 to 2⁵³ − 1 */
  add(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`no whole number from 0: ${value}`);
    if (this.#length + 8 > this.#bytes.length) this.#grow();
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A live view: copy to keep. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/**
 * The `count` numbers that begin at `from`, and where the next column does.
 *
 * @throws RangeError when there are fewer
 */
export function readNumbers(bytes: Uint8Array, from: number, count: number): { numbers: Float64Array; next: number } {
  const numbers = new Float64Array(count);
  let at = from;
  for (let index = 0; index < count; index++) {
    let byte = bytes[at++] ?? end();
    let value = byte & 127;
    for (let scale = 128; byte >= 128; scale *= 128) {
      byte = bytes[at++] ?? end();
      value += (byte & 127) * scale;
    }
    numbers[index] = value;
  }
  return { numbers, next: at };
}

/**
 * Where the next column begins, of `count` numbers that are not wanted.
 *
 * @throws RangeError when there are fewer
 */
export function skipNumbers(bytes: Uint8Array, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0; at++) if ((bytes[at] ?? end()) < 128) left -= 1;
  return at;
}

function end(): never {
  throw new RangeError("the packed numbers end too soon");
}

/** A number of either sign as one from 0: 0, −1, 1, −2, 2 … @throws RangeError beyond 2⁵² − 1 */
export function foldSign(value: number): number {
  if (!Number.isInteger(value) || Math.abs(value) > LARGEST) throw new RangeError(`no whole number of ours: ${value}`);
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unfoldSign(folded: number): number {
  // No remainder: of doubles it is slow, and a year has a hundred million of these.
  const half = Math.floor(folded / 2);
  return half * 2 === folded ? half : -half - 1;
}

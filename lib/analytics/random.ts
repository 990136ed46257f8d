/** The next number of a random stream, uniform on the open interval (0, 1). */
export type Random = () => number;

/** The 128 bits of the generator's state; not all zero. */
export type RandomState = readonly [number, number, number, number];

/**
 * xoshiro128**: 32 random bits a call as an unsigned integer, period 2¹²⁸ − 1. O(1), no allocation.
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021).
 */
export function xoshiro128(state: RandomState): () => number {
  let [a, b, c, d] = state;
  return () => {
    const scrambled = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return scrambled >>> 0;
  };
}

/**
 * The stream that belongs to a seed: the same seed gives the same numbers on every machine.
 *
 * Values are the midpoints `(bits + ½) / 2³²`, so neither 0 nor 1 ever comes out and a logarithm is always safe.
 * @throws RangeError unless the seed is a whole number from 0 to 2³² − 1.
 */
export function createRandom(seed: number): Random {
  if (seed >>> 0 !== seed) throw new RangeError(`seed must be a whole number from 0 to 2^32 - 1: ${seed}`);
  const bits = xoshiro128(stateOf(seed));
  return () => (bits() + 0.5) / 2 ** 32;
}

// Neighbouring seeds must not give neighbouring states: a Weyl sequence through the finaliser of MurmurHash3, which
// is a bijection, so the four words are distinct and cannot all be zero.
function stateOf(seed: number): RandomState {
  const word = (index: number) => finalise((seed + Math.imul(index, 0x9e3779b9)) | 0);
  return [word(1), word(2), word(3), word(4)];
}

function finalise(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

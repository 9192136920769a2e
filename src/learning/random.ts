/** A stream of pseudo-random numbers. The same seed gives the same numbers on every machine. Not for secrets. */
export interface Random {
  /** Returns the next 32 bits, as a whole number in [0, 2³²). */
  readonly bits: () => number;
  /** Returns a uniform number in [0, 1), a multiple of 2⁻⁵³. */
  readonly uniform: () => number;
  /**
   * Returns a whole number in [0, bound), each with equal probability.
   *
   * @throws RangeError if the bound is not a whole number from 1 to 2³².
   */
  readonly integer: (bound: number) => number;
  /** Returns a standard normal number: mean 0, standard deviation 1. */
  readonly normal: () => number;
  /** Shuffles the values in place; each order has equal probability. */
  readonly shuffle: (values: { readonly length: number; [index: number]: unknown }) => void;
}

export type RandomState = readonly [number, number, number, number];

const TWO_TO_32 = 2 ** 32;

/**
 * Returns the generator xoshiro128** 1.1. SplitMix64 derives its state from the seed, as its authors recommend.
 *
 * @param seed - a whole number; only its lowest 64 bits are used.
 * @throws RangeError if the seed is not a safe integer.
 *
 * @see D. Blackman, S. Vigna (2021), "Scrambled linear pseudorandom number generators", ACM Transactions on
 * Mathematical Software 47(4), 36; https://prng.di.unimi.it
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed ${seed} is not a safe integer`);
  const [first, second] = splitMix64(BigInt(seed), 2);
  const low = (word: bigint | undefined): number => Number(BigInt.asUintN(32, word ?? 0n));
  const high = (word: bigint | undefined): number => Number(BigInt.asUintN(32, (word ?? 0n) >> 32n));
  return randomFrom([low(first), high(first), low(second), high(second)]);
}

/**
 * Returns the generator xoshiro128** 1.1 with a given state.
 *
 * @param state - four 32-bit words, not all 0.
 */
export function randomFrom(state: RandomState): Random {
  const bits = xoshiro128(state);
  const uniform = (): number => ((bits() >>> 5) * 2 ** 26 + (bits() >>> 6)) / 2 ** 53;
  const integer = (bound: number): number => {
    if (!(Number.isInteger(bound) && bound >= 1 && bound <= TWO_TO_32)) {
      throw new RangeError(`bound ${bound} is not a whole number from 1 to 2^32`);
    }
    let draw = bits();
    // Draws in the incomplete last interval below 2³² would favour small numbers, so they are drawn again.
    while (draw >= TWO_TO_32 - bound && draw >= TWO_TO_32 - (TWO_TO_32 % bound)) draw = bits();
    return draw % bound;
  };
  return {
    bits,
    uniform,
    integer,
    // Box and Muller (1958); 1 − uniform is never 0, so the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    // Fisher and Yates, in Durstenfeld's form (1964).
    shuffle: (values) => {
      for (let last = values.length - 1; last > 0; last--) {
        const other = integer(last + 1);
        const moved = values[last];
        values[last] = values[other];
        values[other] = moved;
      }
    },
  };
}

/** Words per batch. One loop is compiled early, and words in a typed array need no allocation. */
const BATCH_WORDS = 256;

function xoshiro128([a, b, c, d]: RandomState): () => number {
  const state = Int32Array.of(a, b, c, d);
  const words = new Uint32Array(BATCH_WORDS);
  let next = BATCH_WORDS;
  return () => {
    if (next === BATCH_WORDS) {
      fillWords(state, words);
      next = 0;
    }
    return words[next++] ?? 0;
  };
}

/** Writes the next words of the generator, and advances its state. */
function fillWords(state: Int32Array, words: Uint32Array): void {
  let s0 = state[0] ?? 0;
  let s1 = state[1] ?? 0;
  let s2 = state[2] ?? 0;
  let s3 = state[3] ?? 0;
  for (let i = 0; i < words.length; i++) {
    words[i] = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9);
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = s3;
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/**
 * Returns the first outputs of SplitMix64.
 *
 * @param seed - only its lowest 64 bits are used.
 * @param count - number of outputs.
 *
 * @see G. L. Steele, D. Lea, C. H. Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA '14, 453–472.
 */
export function splitMix64(seed: bigint, count: number): bigint[] {
  const wrap = (word: bigint): bigint => BigInt.asUintN(64, word);
  let state = wrap(seed);
  return Array.from({ length: count }, () => {
    state = wrap(state + 0x9e3779b97f4a7c15n);
    let word = state;
    word = wrap((word ^ (word >> 30n)) * 0xbf58476d1ce4e5b9n);
    word = wrap((word ^ (word >> 27n)) * 0x94d049bb133111ebn);
    return word ^ (word >> 31n);
  });
}

/**
 * Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3"
 * (SC 2011), checked against the known answers of the reference implementation (Random123).
 *
 * A draw depends on nothing but its key and counter, so it is the same on every engine, after a resume,
 * and under another split into batches.
 */
const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;

/** Four unsigned 32-bit words. */
export type Words4 = [number, number, number, number];

/** One Philox4x32-10 block: four random words for a counter of four words and a key of two. */
export function philox(counter: Readonly<Words4>, key: readonly [number, number]): Words4 {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(M0, c0);
    const low0 = Math.imul(M0, c0) >>> 0;
    const high1 = multiplyHigh(M1, c2);
    const low1 = Math.imul(M1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The upper 32 bits of a 32×32-bit product. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const cross = aHigh * bLow + Math.floor((aLow * bLow) / 0x10000);
  const carry = aLow * bHigh + (cross % 0x10000);
  return (aHigh * bHigh + Math.floor(cross / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/** FNV-1a over UTF-8: turns a name (a parameter, a noise site) into a key word. */
export function nameWord(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

const UNIT = 1 / 0x1000000;

/**
 * Fills `out` with float32-exact uniforms in [0, 1), 24 bits each, for one (seed, site, epoch, draw).
 *
 * @param draw index of the sample within its epoch, in visiting order
 */
export function fillUniform(
  out: Float32Array,
  { seed, site, epoch = 0, draw = 0 }: { seed: number; site: number; epoch?: number; draw?: number },
): void {
  const key = [seed >>> 0, site >>> 0] as const;
  for (let block = 0; block * 4 < out.length; block++) {
    const words = philox([block, draw >>> 0, epoch >>> 0, 0], key);
    for (let lane = 0; lane < 4 && block * 4 + lane < out.length; lane++)
      out[block * 4 + lane] = (words[lane as 0 | 1 | 2 | 3] >>> 8) * UNIT;
  }
}

/** A sequential view of one Philox stream, for shuffles, splits and samplers. */
export class RandomStream {
  private block = 0;
  private lane = 4;
  private words: Words4 = [0, 0, 0, 0];
  private readonly key: readonly [number, number];

  /** @param name what the numbers are for; streams with other names are independent */
  constructor(seed: number, name: string) {
    this.key = [seed >>> 0, nameWord(name)];
  }

  /** The next unsigned 32-bit word. */
  nextWord(): number {
    if (this.lane === 4) {
      this.words = philox([this.block++, 0, 0, 1], this.key);
      this.lane = 0;
    }
    return this.words[this.lane++ as 0 | 1 | 2 | 3];
  }

  /** A double in [0, 1) with 53 random bits. */
  nextUniform(): number {
    return ((this.nextWord() >>> 5) * 0x4000000 + (this.nextWord() >>> 6)) / 0x20000000000000;
  }

  /** An integer in 0..bound-1, without bias. */
  nextBelow(bound: number): number {
    const limit = 0x100000000 - (0x100000000 % bound);
    for (;;) {
      const word = this.nextWord();
      if (word < limit) return word % bound;
    }
  }

  /** A standard normal deviate (Box–Muller). */
  nextNormal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.nextUniform()));
    return radius * Math.cos(2 * Math.PI * this.nextUniform());
  }

  /** Shuffles in place (Fisher–Yates) and returns its argument. */
  shuffle<T extends { length: number; [index: number]: number } | unknown[]>(items: T): T {
    const list = items as { length: number; [index: number]: unknown };
    for (let last = list.length - 1; last > 0; last--) {
      const other = this.nextBelow(last + 1);
      [list[last], list[other]] = [list[other], list[last]];
    }
    return items;
  }
}

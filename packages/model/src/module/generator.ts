import { fillUniform, nameWord } from '@frostline/base';

/** Fills with uniforms in [0, 1); the same numbers each time it is called. */
export type UniformSource = (out: Float32Array) => void;

let seed = 0;
let draws = 0;

/**
 * Starts the default generator anew, as `torch.manual_seed` does: parameters built after it, and dropout outside of
 * a step, draw the same numbers again. (Not torch's numbers: the generator is Philox.)
 */
export function manualSeed(value: number): void {
  seed = value;
  draws = 0;
}

/** The next independent stream of the default generator. The draw is fixed now, the numbers are made when needed. */
export function nextDefaultUniforms(): UniformSource {
  const key = { seed, site: nameWord('default generator'), draw: draws++ };
  return (out) => {
    fillUniform(out, key);
  };
}

/** The stream that belongs to a name, such as a parameter's. */
export function namedUniforms(seed: number, name: string): UniformSource {
  const key = { seed, site: nameWord(name) };
  return (out) => {
    fillUniform(out, key);
  };
}

/** Runs `body` and puts the default generator back to where it was: for nets that are only looked at. */
export function preservingDefaultGenerator<T>(body: () => T): T {
  const before = { seed, draws };
  try {
    return body();
  } finally {
    ({ seed, draws } = before);
  }
}

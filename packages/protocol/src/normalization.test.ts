import { describe, expect, it } from 'vitest';
import { normalizationText, parseNormalization } from './normalization.js';
import { trialSettings } from './settings.js';

const settings = (normalization: string) =>
  trialSettings.safeParse({ backbone: 'net', freeze: 'head', normalization });

describe('a normalisation', () => {
  it('is a name or six numbers, and is written by its name where it has one', () => {
    expect(parseNormalization('inception')).toEqual({ mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] });
    const own = { mean: [0.1, 0.2, 0.3], std: [0.4, 0.5, 1e-7] } as const;
    expect(parseNormalization(normalizationText(own))).toEqual(own);
    for (const name of ['imagenet', 'inception', 'clip', 'none']) {
      const meant = parseNormalization(name);
      if (meant === undefined) expect.fail(name);
      expect(normalizationText(meant)).toBe(name);
      expect(parseNormalization(`${meant.mean.join(',')}/${meant.std.join(',')}`)).toEqual(meant);
    }
    expect(parseNormalization('auto')).toBeUndefined();
  });

  it.each(['auto', 'clip', '-1,0,0/1,1,1', '.5,0.5,0.5/.25,1e-1,1'])('may be %s', (text) => {
    expect(settings(text).success).toBe(true);
  });

  it.each(['imagenett', '0,0,0', '0,0,0/1,1', '0,0,0/1,0,1', '0,0,0/1,-1,1', 'x,0,0/1,1,1'])(
    'may not be %s',
    (text) => {
      expect(settings(text).success).toBe(false);
    },
  );
});

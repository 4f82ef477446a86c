import { InputError } from '@frostline/base';
import { describe, expect, it } from 'vitest';
import { parsePattern } from './path-pattern.js';

const match = (pattern: string, path: string): string[] | undefined =>
  parsePattern(pattern, 'competition.yaml:3:5').match(path);

describe('parsePattern', () => {
  it('takes names out of folders and files', () => {
    const contest = '{id}_{gender}_{race}_{age}/{shot}';
    expect(parsePattern(contest, '').columns).toEqual(['id', 'gender', 'race', 'age', 'shot']);
    expect(match(contest, '000004_male_Asian_54/incorrect_mask.jpg')).toEqual([
      '000004',
      'male',
      'Asian',
      '54',
      'incorrect_mask',
    ]);
    expect(match(contest, '000004_male_54/mask1.jpg')).toBeUndefined();
    expect(match('{class}/**', 'cat/2019/a.b.png')).toEqual(['cat']);
    expect(match('{part:train|val}/{class}/*', 'val/dog/1.png')).toEqual(['val', 'dog']);
    expect(match('{part:train|val}/{class}/*', 'test/dog/1.png')).toBeUndefined();
    expect(match('{person}_#', 'john_smith_01.png')).toEqual(['john_smith']);
    expect(match('{person}_#', 'john_smith.png')).toBeUndefined();
    expect(match('*_{side:left|right}', '7_left.jpeg')).toEqual(['left']);
  });

  it('leaves the ending open unless the pattern names one', () => {
    expect(match('{class}/{name}', 'cat/1.JPG')).toEqual(['cat', '1']);
    expect(match('{class}/{name}.jpg', 'cat/1.JPG')).toEqual(['cat', '1']);
    expect(match('{class}/{name}.jpg', 'cat/1.png')).toBeUndefined();
  });

  it('takes everything else literally', () => {
    expect(match('a+b(c)/{x}', 'a+b(c)/1.png')).toEqual(['1']);
    expect(match('a.c/{x}', 'abc/1.png')).toBeUndefined();
  });

  it.each(['{class', 'a}b', '{}', '{a}/{a}', '{a:}/b'])('refuses %s', (pattern) => {
    expect(() => parsePattern(pattern, 'competition.yaml:3:5')).toThrow(InputError);
    expect(() => parsePattern(pattern, 'competition.yaml:3:5')).toThrow(
      /^competition\.yaml:3:5: not a pattern of paths: .*; allowed: \{name\}/,
    );
  });
});

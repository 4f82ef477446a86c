import { expect, it } from 'vitest';
import { distinctNames, legendNames } from './legend-names.js';

const of = (...settings: Record<string, string | number>[]) =>
  settings.map((own, index) => ({ id: `${index}2345678abc`, settings: own }));

it('are the backbones where these differ', () => {
  const trials = of({ backbone: 'resnet18', freeze: 'head' }, { backbone: 'alexnet', freeze: 'full' });
  expect(legendNames(trials, {})).toEqual(['resnet18', 'alexnet']);
});

it('are the shared backbone where nothing but the strategy differs, which is never said twice', () => {
  const trials = of({ freeze: 'head' }, { freeze: 'full' });
  expect(legendNames(trials, { backbone: 'resnet18' })).toEqual(['resnet18', 'resnet18']);
  expect(legendNames(trials, {})).toEqual(['02345678', '12345678']);
});

it('are what else differs, two settings at most beside the backbone', () => {
  const trials = of(
    { freeze: 'full', learning_rate: 0.1, epochs: 3, seed: 0, dropout: 0 },
    { freeze: 'full', learning_rate: 0.01, epochs: 3, seed: 1, dropout: 0.5 },
  );
  expect(legendNames(trials, { backbone: 'resnet18' })).toEqual([
    'learning rate 0.1 · seed 0',
    'learning rate 0.01 · seed 1',
  ]);
});

it('standing alone tell the strategies, and ids where all else is the same', () => {
  const trials = of({ freeze: 'head', seed: 0 }, { freeze: 'full', seed: 0 }, { freeze: 'full', seed: 0 });
  expect(distinctNames(trials, { backbone: 'alexnet' })).toEqual([
    'alexnet · head',
    'alexnet · full · 12345678',
    'alexnet · full · 22345678',
  ]);
});

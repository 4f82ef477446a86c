import { backboneFacts } from '@frostline/model';
import { describe, expect, it } from 'vitest';
import { readCatalog } from './catalog.js';

describe.each(readCatalog().backbones)('the catalog entry of $name', (entry) => {
  const edges = (size: number) => {
    const { stages } = backboneFacts(entry.name, { size });
    return entry.outputs.map(({ channels, scale, offset }, stage) => {
      const values = (stages[stage]?.outputShape ?? []).reduce((product, extent) => product * extent, 1);
      return { told: Math.max(1, Math.ceil(scale * size + offset)), real: Math.sqrt(values / channels) };
    });
  };

  const sizes = (some: number[]) =>
    entry.imageSize === null ? some.filter((size) => size >= entry.smallestImage) : [entry.imageSize];

  it.each(sizes([32, 64, 96, 128, 160, 256]))(
    'tells what its stages give for images of %i pixels',
    (size) => {
      for (const { told, real } of edges(size)) expect(told).toBe(real);
    },
  );

  it.each(sizes([50, 97, 100, 225, 300]))('is off by two at most for images of %i pixels', (size) => {
    for (const { told, real } of edges(size)) expect(Math.abs(told - real)).toBeLessThanOrEqual(2);
  });

  it('tells the smallest image that its net takes, which nothing else needs', () => {
    const { smallestImage } = backboneFacts(entry.name);
    expect(entry.smallestImage).toBe(smallestImage);
    expect(JSON.parse(JSON.stringify(entry))).toMatchObject({ smallestImage });
  });

  it('tells what its head holds and costs per class', () => {
    const head = backboneFacts(entry.name, { classes: 7 }).stages.at(-1);
    expect(entry.parameters.map((count) => 7 * count).at(-1)).toBe(head?.parameters);
    expect(entry.macs.map((count) => 7 * count).at(-1)).toBe(head?.macs);
  });
});

import { trialSettings } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { sweepJsonSchema } from './sweep-schema.js';
import { catalog } from './testing/catalog.js';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly anyOf?: readonly Node[];
  readonly description?: string;
}

describe('sweepJsonSchema', () => {
  const schema: Node = JSON.parse(JSON.stringify(sweepJsonSchema(catalog))) as Node;
  const trial = schema.properties?.['trial']?.properties ?? {};

  it('offers the backbones of the catalog', () => {
    expect(trial['backbone']?.anyOf?.[0]?.enum).toEqual(['shufflenet_v2_x0_5', 'squeezenet1_1', 'resnet18']);
  });

  it('takes any model in a file for a backbone', () => {
    const pattern = new RegExp(trial['backbone']?.anyOf?.[1]?.pattern ?? '');
    expect('onnx:nets/vit.onnx#tokens').toMatch(pattern);
    expect('resnet19').not.toMatch(pattern);
  });

  it.each([
    ['head', true],
    ['until:1', true],
    ['until:stage3', true],
    ['until', false],
    ['head:1', false],
    ['headless', false],
  ])('its pattern for freeze: %s is %s', (text, fits) => {
    expect(new RegExp(trial['freeze']?.pattern ?? '', 'u').test(text)).toBe(fits);
  });

  it('knows every setting, with its description, but the seed', () => {
    const names = Object.keys(trialSettings.shape).filter((name) => name !== 'seed');
    expect(Object.keys(trial)).toEqual(names);
    expect(Object.keys(schema.properties?.['parameters']?.properties ?? {})).toEqual(names);
    for (const name of names) expect(trial[name]?.description).toBeTruthy();
  });

  it('asks for what has no default and for no stray keys', () => {
    expect(schema.required).toEqual(['name', 'competition', 'method']);
    expect(schema.additionalProperties).toBe(false);
  });

  it('offers ranges for numbers only', () => {
    const offers = (name: string): string[] =>
      (schema.properties?.['parameters']?.properties?.[name]?.anyOf ?? []).flatMap((branch) =>
        Object.keys(branch.properties ?? {}),
      );
    expect(offers('learning_rate')).toContain('min');
    expect(offers('optimizer')).not.toContain('min');
    expect(offers('optimizer')).toContain('per');
  });
});

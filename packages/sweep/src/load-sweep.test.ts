import { InputError } from '@frostline/base';
import { describe, expect, it } from 'vitest';
import { loadSweep } from './load-sweep.js';
import { catalog } from './testing/catalog.js';

const example = `name: fashion
competition: competition.yaml
method: grid
metric: { name: macro_f1, goal: maximize }
folds: 3
seeds: [0, 7]
trial: { epochs: 8, batch_size: 32 }
parameters:
  backbone: { values: [shufflenet_v2_x0_5, squeezenet1_1] }
  freeze: { values: [head, 'until:1', full, scratch] }
  learning_rate:
    per: freeze
    values: { head: [0.01], full: [0.003, 0.01], default: [0.02] }
run_cap: 100
`;

const load = (text: string) => loadSweep(text, { file: 'sweep.yaml', catalog });

/** What loading says of the example with one part exchanged. */
function complaint(part: string, instead: string): string {
  expect(example).toContain(part);
  try {
    load(example.replace(part, instead));
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('the file was accepted');
}

describe('loadSweep', () => {
  it('reads a whole file', () => {
    expect(load(example)).toEqual({
      name: 'fashion',
      competition: 'competition.yaml',
      method: 'grid',
      metric: { name: 'macro_f1', goal: 'maximize' },
      folds: { count: 3 },
      seeds: [0, 7],
      trial: { epochs: 8, batch_size: 32 },
      parameters: {
        backbone: { values: ['shufflenet_v2_x0_5', 'squeezenet1_1'] },
        freeze: { values: ['head', 'until:1', 'full', 'scratch'] },
        learning_rate: {
          per: 'freeze',
          values: { head: [0.01], full: [0.003, 0.01], default: [0.02] },
        },
      },
      run_cap: 100,
      sample_seed: 0,
    });
  });

  it('leaves to the competition what is not said', () => {
    const sweep = load(
      'name: a\ncompetition: c.yaml\nmethod: grid\ntrial: {backbone: squeezenet1_1, freeze: head}\n',
    );
    expect(sweep).toMatchObject({ seeds: [0], parameters: {}, sample_seed: 0 });
    expect([sweep.folds, sweep.metric, sweep.run_cap]).toEqual([undefined, undefined, undefined]);
  });

  it('keeps of a fold plan what is said and nothing else', () => {
    const folds = (text: string) => load(example.replace('folds: 3', `folds: ${text}`)).folds;
    expect(folds('{count: 5, seed: null}')).toEqual({ count: 5, seed: null });
    expect(folds('{seed: 7}')).toEqual({ seed: 7 });
    expect(complaint('folds: 3', 'folds: 1')).toMatch(/^sweep\.yaml:5:8: .*found 1; allowed: at least 2/);
    expect(complaint('folds: 3', 'folds: {seed: 1, count: many}')).toMatch(
      /^sweep\.yaml:5:25: folds\.count is not valid; found "many"; allowed: a number/,
    );
    expect(complaint('folds: 3', 'folds: many')).toMatch(/^sweep\.yaml:5:8: .*found "many"; allowed: /);
  });

  it('points at an unknown setting, lists the known ones and guesses the meant one', () => {
    expect(complaint('learning_rate:', 'learning_rat:')).toMatch(
      /^sweep\.yaml:11:3: unknown key "learning_rat" in parameters; allowed: backbone, freeze, .*; did you mean "learning_rate"\?$/,
    );
    expect(complaint('batch_size', 'batchsize')).toMatch(/^sweep\.yaml:7:21: .*did you mean "batch_size"\?$/);
    expect(complaint('run_cap', 'runcap')).toMatch(/^sweep\.yaml:14:1: .*did you mean "run_cap"\?$/);
  });

  it('says where seeds belong', () => {
    expect(complaint('{ epochs: 8', '{ seed: 1, epochs: 8')).toMatch(
      /^sweep\.yaml:7:10: unknown key "seed" in trial; .*list seeds under seeds, at the top$/,
    );
  });

  it('guesses a mistyped backbone', () => {
    expect(complaint('squeezenet1_1', 'squeznet1_1')).toMatch(
      /^sweep\.yaml:9:44: .*found "squeznet1_1"; allowed: shufflenet_v2_x0_5, squeezenet1_1, .*did you mean "squeezenet1_1"\?$/,
    );
  });

  it('points at a mistyped strategy, in a list and among the fixed settings', () => {
    expect(complaint("'until:1'", 'unti:1')).toMatch(
      /^sweep\.yaml:10:28: no such freeze strategy; found "unti:1"; allowed: .*did you mean "until"\?$/,
    );
    expect(
      complaint("freeze: { values: [head, 'until:1', full, scratch] }", 'freeze: { value: hed }'),
    ).toMatch(/^sweep\.yaml:10:20: no such freeze strategy/);
  });

  it('tells how to write values that stand alone, and which of them are wrong', () => {
    const freeze = "freeze: { values: [head, 'until:1', full, scratch] }";
    expect(complaint(freeze, 'freeze: [haed]')).toBe(
      'sweep.yaml:10:11: parameters.freeze is not valid; found ["haed"]; allowed: a map; write freeze: { values: [haed] }; ' +
        'no such freeze strategy; found "haed"; allowed: scratch, full, head, until:k, surgical:s, norm, bias, lp-ft:p, gradual:e, llrd:d, l2-sp; did you mean "head"?',
    );
    expect(complaint(freeze, 'freeze: head')).toMatch(/; write freeze: \{ values: \[head\] \}$/);
  });

  it('refuses a stage that every backbone lacks, and leaves one that some have to the planner', () => {
    expect(complaint("'until:1'", "'until:9'")).toBe(
      'sweep.yaml:10:28: no backbone of this sweep has the stage 9; found "until:9"; allowed: ' +
        'shufflenet_v2_x0_5 0..4, -5..-1, or stem, stage2, stage3, stage4, conv5; squeezenet1_1 0..2, -3..-1, or stem, fire2, fire3',
    );
    expect(complaint("'until:1'", "'until:stag3'")).toMatch(/did you mean "stage3"\?$/);
    expect(load(example.replace("'until:1'", "'until:4'")).parameters.freeze).toHaveProperty('values');
  });

  it('looks for a stage in the backbones that it can meet', () => {
    const perBackbone = (stage: string) =>
      example
        .replace(
          "{ values: [head, 'until:1', full, scratch] }",
          `{ per: backbone, values: { squeezenet1_1: ['until:${stage}'], default: [full] } }`,
        )
        .replace('head: [0.01], ', '')
        .replace(', default: [0.02]', ', until: [0.1]');
    expect(load(perBackbone('fire3')).name).toBe('fashion');
    expect(() => load(perBackbone('stage3'))).toThrow(
      'sweep.yaml:10:54: no backbone of this sweep has the stage stage3; found "until:stage3"; allowed: squeezenet1_1 0..2',
    );
  });

  it('checks every value by the range of its setting, inside per too', () => {
    expect(complaint('epochs: 8', 'epochs: 0')).toBe(
      'sweep.yaml:7:18: trial.epochs is not valid; found 0; allowed: at least 1',
    );
    expect(complaint('full: [0.003', 'full: [-1')).toBe(
      'sweep.yaml:13:36: parameters.learning_rate.values.full.0 is not valid; found -1; allowed: more than 0',
    );
  });

  it('takes a single value for a branch of a per map, and checks it, too', () => {
    const { learning_rate } = load(example.replace('head: [0.01]', 'head: 0.01')).parameters;
    expect(learning_rate).toHaveProperty('values.head', 0.01);
    expect(complaint('head: [0.01]', 'head: -1')).toMatch(
      /^sweep\.yaml:13:21: parameters\.learning_rate\.values\.head is not valid; found -1; allowed: more than 0/,
    );
  });

  it('lists the values that a per map leaves uncovered', () => {
    expect(complaint(', default: [0.02]', '')).toBe(
      'sweep.yaml:13:13: learning_rate has no values for freeze until:1, scratch; found ["head","full"]; add them, or a default',
    );
  });

  it('covers until:1 by until', () => {
    const text = example.replace('default: [0.02]', 'until: [0.02], scratch: [0.1]');
    expect(load(text).parameters.learning_rate).toHaveProperty('values.until', [0.02]);
  });

  it('refuses a key of a per map that can never apply', () => {
    expect(complaint('head: [0.01]', 'haed: [0.01]')).toBe(
      'sweep.yaml:13:21: not a value of freeze; found "haed"; allowed: scratch, full, head, until:k, surgical:s, norm, bias, lp-ft:p, gradual:e, llrd:d, l2-sp; did you mean "head"?',
    );
    expect(
      complaint('per: freeze\n    values: { head: [0.01]', 'per: batch_size\n    values: { 1.5: [0.01]'),
    ).toMatch(/not a value of batch_size; found "1\.5"/);
  });

  it.each([
    [
      'until:stgae1',
      /found "until:stgae1"; allowed: head, until:1, full, scratch, default; remove it, or add it to/,
    ],
    ['until:12', /found "until:12"; allowed: head, until:1, full, scratch, default; did you mean "until:1"/],
    ['until:2', /found "until:2"; allowed: head, until:1, full, scratch, default; did you mean "until:1"/],
  ])('refuses the key %s that no cell uses, also beside a default', (key, words) => {
    const message = complaint('head: [0.01]', `'${key}': [0.01]`);
    expect(message).toMatch(/^sweep\.yaml:13:\d+: no cell of this sweep uses this key of learning_rate;/);
    expect(message).toMatch(words);
  });

  it('refuses a key with an argument that its strategy does not take, also beside a default', () => {
    expect(complaint('head: [0.01]', "'head:9': [0.01]")).toMatch(
      /^sweep\.yaml:13:25: not a value of freeze; found "head:9"; allowed: scratch, full, head, until:k/,
    );
  });

  it('refuses a key that another key hides, and one of any parameter that has no such value', () => {
    expect(complaint('head: [0.01]', "'until:1': 0.01, 'until:stage2': 0.02, until: 0.03")).toMatch(
      /^sweep\.yaml: 2 problems:\n.*found "until:stage2".*\n.*found "until"/,
    );
    const perBackbone = complaint(
      'per: freeze\n    values: { head:',
      'per: backbone\n    values: { resnet18:',
    );
    expect(perBackbone).toMatch(/not a value of backbone; found "full"/);
    expect(perBackbone).toMatch(
      /uses this key .*; found "resnet18"; allowed: shufflenet_v2_x0_5, squeezenet1_1, default; remove it, or add it to the values of backbone/,
    );
  });

  it('takes truth values as keys of a per map', () => {
    const text = example
      .replace('per: freeze', 'per: flip')
      .replace('{ head: [0.01], full: [0.003, 0.01], default: [0.02] }', '{ true: [0.01] }');
    expect(load(text).parameters.learning_rate).toHaveProperty('per', 'flip');
    const both = text.replace('  freeze:', '  flip: { values: [true, false] }\n  freeze:');
    expect(() => load(both)).toThrow('learning_rate has no values for flip false');
  });

  it('follows chains of per and refuses circles', () => {
    const chain = '  momentum: { per: learning_rate, values: { 0.003: [0.8], default: [0.9] } }\nrun_cap';
    expect(load(example.replace('run_cap', chain)).parameters.momentum).toHaveProperty(
      'per',
      'learning_rate',
    );
    const circle = chain.replace('momentum', 'freeze');
    const text = example
      .replace("  freeze: { values: [head, 'until:1', full, scratch] }\n", '')
      .replace('run_cap', circle.replace('[0.8]', '[head]').replace('[0.9]', '[full]'));
    expect(() => load(text)).toThrow(/per goes round in a circle: freeze → learning_rate → freeze/);
    expect(() => load(text)).not.toThrow(/2 problems/);
  });

  it('refuses a setting that is both fixed and varied, and a file without backbone', () => {
    expect(complaint('{ epochs: 8', '{ freeze: head, epochs: 8')).toBe(
      'sweep.yaml:7:18: freeze stands in both trial and parameters; remove one of the two',
    );
    expect(complaint('  backbone: { values: [shufflenet_v2_x0_5, squeezenet1_1] }\n', '')).toMatch(
      /no backbone is given; add parameters\.backbone/,
    );
  });

  it('wants run_cap for random, and lists for grid', () => {
    expect(() => load(example.replace('grid', 'random').replace('run_cap: 100\n', ''))).toThrow(
      'sweep.yaml:3:9: method random needs run_cap',
    );
    expect(complaint('full: [0.003, 0.01]', 'full: { min: 0.001, max: 0.1 }')).toMatch(
      /^sweep\.yaml:13:35: method grid cannot walk the range of learning_rate/,
    );
  });

  it('lists all problems at once', () => {
    const message = complaint(
      'seeds: [0, 7]\ntrial: { epochs: 8',
      'seeds: [7, 7]\ntrial: { freeze: head, epochs: 8',
    );
    expect(message).toMatch(/^sweep\.yaml: 2 problems:/);
    expect(message).toContain('sweep.yaml:7:18: freeze stands in both');
    expect(message).toContain('sweep.yaml:6:12: a seed is listed twice; found 7');
  });

  it('refuses what it would not act on', () => {
    expect(complaint('run_cap: 100', 'early_terminate: { type: hyperband }')).toMatch(
      /unknown key "early_terminate"/,
    );
    expect(complaint('goal: maximize', 'goal: minimize')).toMatch(/found "minimize"; allowed: maximize/);
  });

  it.each([
    ['{ min: 1, max: 0.5 }', 'must be greater than min'],
    ['{ distribution: int_uniform, min: 0.5, max: 2 }', 'whole numbers for int_uniform'],
    ['{ distribution: normal, min: 1, max: 2 }', 'distribution'],
  ])('refuses the range %s', (range, words) => {
    expect(
      complaint('per: freeze\n    values: { head: [0.01], full: [0.003, 0.01], default: [0.02] }', range),
    ).toContain(words);
  });
});

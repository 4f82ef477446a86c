import { createBackbone, encodeSafetensors } from '@frostline/model';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleSweep, sampleSweepFolder } from '../testing/sample-sweep.js';
import { readCatalog } from '../worker/catalog.js';
import { prepareSweep } from './prepare.js';

const catalog = readCatalog();

describe('a prepared sweep', () => {
  let root: string;
  beforeEach(() => {
    root = sampleSweepFolder();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true });
  });
  const write = (name: string, bytes: string | Uint8Array) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), bytes);
  };
  const withWeights = (weights: string) => {
    const sweep = sampleSweep('squeezenet1_1, shufflenet_v2_x0_5');
    write('sweep.yaml', `${sweep}  weights: {values: [${weights}]}\n`);
  };
  const squeezenet = (metadata = {}) =>
    encodeSafetensors(createBackbone('squeezenet1_1', { classes: 5 }).stateDict(), { metadata });

  it('finds weights beside the sweep file, wherever it is prepared from, for the net that they fit', async () => {
    write('nets/mine.safetensors', squeezenet());
    withWeights('nets/mine.safetensors');
    const { plan } = await prepareSweep(path.join(root, 'sweep.yaml'), '/', catalog);
    expect(plan.trials.map(({ settings }) => [settings.backbone, settings.weights])).toEqual([
      ['squeezenet1_1', path.join(root, 'nets/mine.safetensors')],
    ]);
    expect(plan.invalid.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /^nets\/mine\.safetensors does not fit shufflenet_v2_x0_5: Error\(s\) in loading/,
      ),
    ]);
  });

  it('goes by the net that a weights file says it is of', async () => {
    write('mine.safetensors', squeezenet({ arch: 'squeezenet1_1' }));
    withWeights('mine.safetensors');
    const { plan } = await prepareSweep('sweep.yaml', root, catalog);
    expect(plan.invalid.map(({ reason }) => reason)).toEqual([
      'mine.safetensors holds weights of squeezenet1_1, not of shufflenet_v2_x0_5',
    ]);
  });

  it('refuses weights that are missing or damaged where the sweep file names them', async () => {
    write('damaged.safetensors', 'nonsense');
    const refusal = async (names: string): Promise<string> => {
      withWeights(names);
      return prepareSweep('sweep.yaml', root, catalog).then(
        () => expect.fail('it was planned'),
        (error: unknown) => String(error),
      );
    };
    expect(await refusal('auto, absent')).toMatch(
      /sweep\.yaml:\d+:\d+: no backbone can begin with these weights: .*no such file.*; found "absent"/,
    );
    expect(await refusal('damaged.safetensors')).toMatch(
      /sweep\.yaml:\d+:\d+: .*found "damaged\.safetensors"/,
    );
    expect(await refusal('squeezenet1_1.smaple')).toMatch(/; did you mean "squeezenet1_1\.sample"\?$/);
  });

  it("keeps of the competition's folds what the sweep file does not say", async () => {
    const competition = readFileSync(path.join(root, 'competition.yaml'), 'utf8');
    write('competition.yaml', competition.replace('seed: 0', 'seed: 5'));
    const folds = async (text: string) => {
      write('sweep.yaml', `${sampleSweep('squeezenet1_1')}${text}`);
      return (await prepareSweep('sweep.yaml', root, catalog)).folds;
    };
    expect(await folds('')).toEqual({ kind: 'stratified', count: 3, seed: 5 });
    expect(await folds('folds: 2\n')).toEqual({ kind: 'stratified', count: 2, seed: 5 });
    expect(await folds('folds: {seed: null}\n')).toEqual({ kind: 'stratified', count: 3, seed: null });
    expect(await folds('folds: {kind: holdout, fraction: 0.5}\n')).toEqual({
      kind: 'holdout',
      count: 1,
      seed: 5,
      fraction: 0.5,
    });
  });

  it('plans one run of a trial where one fold is validated', async () => {
    const planned = async (text: string) => {
      write('sweep.yaml', `${sampleSweep('squeezenet1_1')}${text}`);
      const { plan, summary } = await prepareSweep('sweep.yaml', root, catalog);
      return { ids: plan.trials.map(({ id }) => id), runs: summary.runs, cells: summary.cells };
    };
    const folds = await planned('');
    const half = await planned('folds: {kind: holdout, fraction: 0.5}\n');
    const sixth = await planned('folds: {kind: holdout, fraction: 0.1}\n');
    expect([folds.runs, half.runs, sixth.runs]).toEqual([3, 1, 1]);
    expect(new Set([folds, half, sixth].flatMap(({ ids }) => ids)).size).toBe(3);
    // Of six images three train, or five.
    expect(sixth.cells[0]?.macs).toBeGreaterThan(half.cells[0]?.macs ?? Infinity);
  });

  it('refuses more folds than any class has images, once, where the number stands', async () => {
    write('sweep.yaml', `${sampleSweep('squeezenet1_1')}folds: 4\n`);
    await expect(prepareSweep('sweep.yaml', root, catalog)).rejects.toThrow(
      'sweep.yaml:9:8: no class has as many samples as there are folds: class a, the largest, has 3; found 4; allowed: 2..3',
    );
    const competition = readFileSync(path.join(root, 'competition.yaml'), 'utf8');
    write('competition.yaml', competition.replace('count: 3', 'count: 9'));
    write('sweep.yaml', sampleSweep('squeezenet1_1'));
    await expect(prepareSweep('sweep.yaml', root, catalog)).rejects.toThrow(
      /competition\.yaml:7:34: no class has as many samples.* found 9/,
    );
  });

  it('reads the solution before anything is trained', async () => {
    write('sweep.yaml', sampleSweep('squeezenet1_1'));
    write('solution.csv', 'id,label\nt0,a\nt1,zebra\n');
    await expect(prepareSweep('sweep.yaml', root, catalog)).rejects.toThrow(
      /solution\.csv:3: unknown class; found "zebra"/,
    );
  });

  it('warns of what is remarkable in the competition before of what is in the plan', async () => {
    const labels = readFileSync(path.join(root, 'train.csv'), 'utf8');
    write('train.csv', labels.replace('0-0,a', '0-0, a'));
    write('sweep.yaml', sampleSweep('squeezenet1_1'));
    const { summary } = await prepareSweep('sweep.yaml', root, catalog);
    expect(summary.warnings[0]).toEqual({
      what: expect.stringMatching(/train\.csv:2: label " a" is a class of its own beside "a"/) as string,
      trials: [],
    });
    expect(summary.warnings.length).toBeGreaterThan(1);
  });

  it('names the competition and its files from where the person is', async () => {
    const prepare = async (cwd: string) => prepareSweep(path.join(root, 'sweep.yaml'), cwd, catalog);
    write('sweep.yaml', sampleSweep('squeezenet1_1'));
    write('train.csv', 'id,label\n0-0,a,b\n');
    await expect(prepare(root)).rejects.toThrow(/^train\.csv:2/);
    await expect(prepare(path.dirname(root))).rejects.toThrow(path.join(path.basename(root), 'train.csv:2'));
    await expect(prepare(path.join(root, 'test'))).rejects.toThrow(path.join(root, 'train.csv:2'));
    rmSync(path.join(root, 'competition.yaml'));
    await expect(prepare(root)).rejects.toThrow(/sweep\.yaml:\d+:\d+: no such competition/);
  });

  it('warns where folds part the groups that the competition names', async () => {
    const [header, ...rows] = readFileSync(path.join(root, 'train.csv'), 'utf8').trim().split('\n');
    const people = rows.map((line, row) => `${line},${row === 0 || row === 2 ? 'one' : row}`);
    write('train.csv', [`${header},person`, ...people].join('\n'));
    const competition = readFileSync(path.join(root, 'competition.yaml'), 'utf8');
    write('competition.yaml', competition.replace('target: label', 'group: person, target: label'));
    const warned = async (folds: string) => {
      write('sweep.yaml', `${sampleSweep('squeezenet1_1')}folds: {${folds}}\n`);
      const { summary } = await prepareSweep('sweep.yaml', root, catalog);
      return summary.warnings.filter(({ what }) => what.includes('part groups'));
    };
    expect(await warned('kind: stratified_group')).toEqual([]);
    expect(await warned('kind: stratified, seed: null')).toHaveLength(1);
  });

  it('lists a backbone that the images are too small for as invalid', async () => {
    const sweep = sampleSweep('squeezenet1_1, shufflenet_v2_x0_5');
    write('sweep.yaml', sweep.replace('epochs: 4', 'epochs: 4, image_size: 16'));
    const { plan } = await prepareSweep('sweep.yaml', root, catalog);
    expect(plan.trials.map(({ settings }) => settings.backbone)).toEqual(['shufflenet_v2_x0_5']);
    expect(plan.invalid.map(({ reason }) => reason)).toEqual([
      'the images are too small for squeezenet1_1; found 16; allowed: image_size of at least 17',
    ]);
  });

  it('takes tags, and default for each net, and says that their head is replaced', async () => {
    write('cache/hub/checkpoints/squeezenet1_1-b8a52dc0.safetensors', squeezenet());
    vi.stubEnv('TORCH_HOME', path.join(root, 'cache'));
    const values = 'weights: {values: [default, squeezenet1_1.IMAGENET1K_V1]}';
    write('sweep.yaml', `${sampleSweep('squeezenet1_1')}  ${values}\n`);
    const { plan, summary } = await prepareSweep('sweep.yaml', root, catalog);
    expect(plan.trials.map(({ settings }) => settings.weights)).toEqual(['squeezenet1_1.IMAGENET1K_V1']);
    expect(plan.duplicates).toHaveLength(1);
    expect(plan.trials[0]?.weightsHash).toMatch(/^[0-9a-f]{64}$/);
    expect(summary.replacedHeads).toEqual([
      { weights: 'squeezenet1_1.IMAGENET1K_V1', classes: 1000, licence: 'BSD-3-Clause', trials: 1 },
    ]);

    // What one of the backbones would need is not on this machine.
    withWeights('default');
    await expect(prepareSweep('sweep.yaml', root, catalog)).rejects.toThrow(
      /^sweep\.yaml:9:22: .* the weights shufflenet_v2_x0_5\.IMAGENET1K_V1 cannot be had: .*torch\.hub\.load_state_dict_from_url/,
    );
  });

  it('takes auto and the tag that it stands for as one', async () => {
    write('sweep.yaml', `${sampleSweep('squeezenet1_1')}  weights: {values: [auto, squeezenet1_1.sample]}\n`);
    const { plan } = await prepareSweep('sweep.yaml', root, catalog);
    expect([plan.trials.length, plan.duplicates.length, plan.invalid]).toEqual([1, 1, []]);
  });
});

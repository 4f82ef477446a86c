import { loadCompetition } from '@frostline/data';
import {
  compareReply,
  curvesReply,
  importanceReply,
  leaderboardReply,
  logReply,
  mistakesReply,
  statusReply,
  sweepFileReply,
  sweepsReply,
  trialReply,
} from '@frostline/protocol';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSweep } from '../host/prepare.js';
import { call, serveHome } from '../testing/call-api.js';
import { homeOf, launchSample } from '../testing/launch-sample.js';
import { sampleCatalog, sampleSweep, sampleSweepFolder } from '../testing/sample-sweep.js';
import type { ApiHandle, ApiOptions } from './server.js';

let root: string;
let api: ApiHandle;
beforeAll(async () => {
  root = sampleSweepFolder(sampleSweep('net, broken', '0.01, 0.1'));
  await launchSample(root, { behaviour: 'fail' });
  api = await serveHome(homeOf(root));
});
afterAll(async () => {
  await api.close();
  rmSync(root, { recursive: true });
});

const base = '/api/v1/sweeps/sample';
const get = async (url: string): Promise<unknown> => {
  const answer = await call(api, url);
  expect({ url, status: answer.status, body: answer.status === 200 ? '' : answer.text }).toEqual({
    url,
    status: 200,
    body: '',
  });
  return answer.json();
};
const board = async () => leaderboardReply.parse(await get(`${base}/leaderboard`));
const best = async (): Promise<string> => (await board()).trials[0]?.id ?? '';

describe('the reading routes, over a sweep that ran', () => {
  it('lists the sweeps', async () => {
    const { sweeps } = sweepsReply.parse(await get('/api/v1/sweeps'));
    expect(sweeps).toMatchObject([
      {
        name: 'sample',
        metric: 'accuracy',
        goal: 'maximize',
        trials: 4,
        runs: 12,
        runsComplete: 6,
        live: false,
      },
    ]);
  });

  it('ranks the trials, and says once what they share', async () => {
    const { common, varying, trials } = await board();
    expect(varying).toEqual(['backbone', 'learning_rate']);
    expect(common).toMatchObject({ freeze: 'head', epochs: 4, dropout: null });
    expect(trials.map(({ rank, state, settings }) => [rank, state, settings['backbone']])).toEqual([
      [1, 'complete', 'net'],
      [2, 'complete', 'net'],
      [null, 'failed', 'broken'],
      [null, 'failed', 'broken'],
    ]);
    expect(trials[0]?.score).toBeCloseTo(5 / 6);
    expect(trials[0]?.foldScores).toEqual([0.5, 1, 1]);
  });

  it('finds a sweep by its id too', async () => {
    const { sweep } = await board();
    expect(leaderboardReply.parse(await get(`/api/v1/sweeps/${sweep.id}/leaderboard`)).sweep).toEqual(sweep);
  });

  it('sends the leaderboard again only when it has changed', async () => {
    const first = await call(api, `${base}/leaderboard`);
    const again = await call(api, `${base}/leaderboard`, {
      headers: { 'if-none-match': String(first.headers.etag) },
    });
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
    const other = await serveHome(homeOf(root));
    const elsewhere = await call(other, `${base}/leaderboard`, {
      headers: { 'if-none-match': String(first.headers.etag) },
    });
    await other.close();
    expect(elsewhere.status).toBe(200);
    const id = await best();
    await call(api, '/api/v1/annotate', { method: 'POST', body: { trial: id, note: 'seen' } });
    const changed = await call(api, `${base}/leaderboard`, {
      headers: { 'if-none-match': String(first.headers.etag) },
    });
    expect(changed.status).toBe(200);
  });

  it('gives the leaderboard to a spreadsheet, without its formulas', async () => {
    const id = await best();
    await call(api, '/api/v1/annotate', { method: 'POST', body: { trial: id, note: '=HYPERLINK("x")' } });
    const { status, headers, text } = await call(api, `${base}/leaderboard.csv`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const [header, first] = text.split('\n');
    expect(header).toMatch(
      /^rank,trial,state,backbone,learning_rate,score \(accuracy\),accuracy,balanced_accuracy,macro_f1,.*,fold 0,/,
    );
    expect(first).toMatch(new RegExp(`^1,${id},complete,net,`));
    expect(first).toContain(`"'=HYPERLINK(""x"")"`);
  });

  it('says what is going on, with the failures', async () => {
    const status = statusReply.parse(await get(`${base}/status`));
    expect(status).toMatchObject({
      live: false,
      runs: { complete: 6, failed: 6 },
      progress: 0.5,
      devices: [],
    });
    expect(status.failures[0]).toMatchObject({
      label: 'broken head',
      class: 'bad-data',
      code: 'bad-image',
      message: 'image 7 is empty',
    });
  });

  it('draws the curves of some trials, NaN by its name', async () => {
    const { curves } = curvesReply.parse(await get(`${base}/curves?trials=${await best()}`));
    expect(curves.map(({ fold }) => fold)).toEqual([0, 1, 2]);
    expect(curves[0]?.metrics['train_loss']).toEqual([
      [1, 0, 1],
      [2, 1, 0.5],
      [3, 2, 'NaN'],
      [4, 3, 0.25],
    ]);
  });

  it('tells everything about a trial', async () => {
    const id = await best();
    const trial = trialReply.parse(await get(`${base}/trials/${id.slice(0, 6)}`));
    expect(trial).toMatchObject({ id, rank: 1, state: 'complete', settings: { backbone: 'net', seed: 0 } });
    expect(trial.runs.map(({ attempts }) => attempts.map(({ outcome }) => outcome))).toEqual([
      ['complete'],
      ['complete'],
      ['complete'],
    ]);
    expect(trial.report?.confusion).toEqual([
      [3, 0],
      [1, 2],
    ]);
    expect(trial.report?.perClass[1]).toMatchObject({ class: 'b', precision: 1, support: 3 });
    expect(trial.report?.perClass[1]?.recall).toBeCloseTo(2 / 3);
  });

  it('has no report of a trial that has no predictions', async () => {
    const { trials } = await board();
    const failed = trialReply.parse(await get(`${base}/trials/${trials[2]?.id ?? ''}`));
    expect(failed).toMatchObject({ report: null, rank: null, score: null });
    expect(mistakesReply.parse(await get(`${base}/trials/${failed.id}/mistakes`))).toMatchObject({
      total: 0,
    });
  });

  it('shows the mistakes and their images', async () => {
    const { total, mistakes } = mistakesReply.parse(await get(`${base}/trials/${await best()}/mistakes`));
    expect(total).toBe(1);
    expect(mistakes).toMatchObject([{ image: '0-1', label: 'b', predicted: 'a' }]);
    const shown = await call(api, `${base}/images/0-1`);
    expect(shown.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
    expect(shown.bytes.subarray(1, 4).toString()).toBe('PNG');
    // The sample's images have a text after their end.
    expect(shown.bytes.includes('0-1')).toBe(false);
    const again = await call(api, `${base}/images/0-1`, {
      headers: { 'if-none-match': String(shown.headers.etag) },
    });
    expect(again.status).toBe(304);
  });

  it('reads the end of a log', async () => {
    const { lines } = logReply.parse(await get(`${base}/trials/${await best()}/log?fold=1&lines=3`));
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toMatchObject({ level: 'info', message: 'finished', fields: { step: 4 } });
  });

  it('compares trials', async () => {
    const { trials } = await board();
    const ids = trials.map(({ id }) => id);
    const alike = compareReply.parse(await get(`${base}/compare?trials=${ids[0] ?? ''},${ids[1] ?? ''}`));
    expect(alike.settings.map(({ setting }) => setting)).toEqual(['learning_rate']);
    expect(alike).toMatchObject({ classes: ['a', 'b'], disagreements: 0, images: [] });
    const unlike = compareReply.parse(await get(`${base}/compare?trials=${ids[0] ?? ''},${ids[2] ?? ''}`));
    expect(unlike.perClass[0]?.f1).toEqual([expect.closeTo(6 / 7), null]);
    expect((await call(api, `${base}/compare?trials=${ids[0] ?? ''}`)).status).toBe(400);
  });

  it('tells which settings matter, once there are trials enough to say', async () => {
    expect(importanceReply.parse(await get(`${base}/importance`))).toEqual({ trials: 2, settings: [] });
  });

  it('clones a trial: its sweep file plans the same trial again', async () => {
    const id = await best();
    const { yaml } = sweepFileReply.parse(await get(`${base}/trials/${id}/sweep-file`));
    writeFileSync(path.join(root, 'clone.yaml'), yaml);
    const { plan, sweep } = await prepareSweep('clone.yaml', root, sampleCatalog, {});
    expect(sweep.name).toBe(`sample-${id.slice(0, 8)}`);
    expect(plan.trials.map((trial) => trial.id)).toEqual([id]);
  });

  it.each([
    ['/api/v1/sweeps/other/leaderboard', 404, 'no-sweep'],
    [`${base}/trials/zzz`, 404, 'no-trial'],
    [`${base}/images/zzz`, 404, 'no-image'],
    [`${base}/curves`, 400, 'bad-request'],
    ['/api/v1/status', 404, 'no-owner'],
    ['/api/v1/nothing', 404, 'no-route'],
  ])('%s: %i %s', async (url, status, code) => {
    const answer = await call(api, url);
    expect({ status: answer.status, body: answer.json() }).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['trials/x/log?fold=../..', 'querystring/fold: fold is not valid; found "../.."; allowed: a number'],
    ['trials/x/log?fold=', 'found ""; allowed: a number'],
    ['trials/x/log?lines=9999', 'querystring/lines: lines is not valid; found 9999; allowed: at most 2000'],
  ])('%s is refused with its place, what was found and what is allowed', async (url, message) => {
    const answer = await call(api, `${base}/${url}`);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining(message) as string,
    });
  });

  it('refuses a log that a link leads out of the state folder', async () => {
    const { trials } = await board();
    const trial = trialReply.parse(await get(`${base}/trials/${trials[1]?.id ?? ''}`));
    const folder = path.join(homeOf(root), 'runs', trial.runs[2]?.id ?? '', 'attempt-1');
    rmSync(path.join(folder, 'log.jsonl'));
    writeFileSync(path.join(root, 'secret'), '{"level":30,"time":"now","msg":"secret"}\n');
    symlinkSync(path.join(root, 'secret'), path.join(folder, 'log.jsonl'));
    const answer = await call(api, `${base}/trials/${trial.id}/log?fold=2`);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('secret"');
  });
});

describe('files that are no longer as they were', () => {
  const missing = '1 of 6 images does not exist; found "0-1 ';

  // A server that has read nothing yet.
  const withMoved = async (
    file: string,
    ask: (fresh: ApiHandle) => Promise<void>,
    options: Partial<ApiOptions> = {},
  ): Promise<void> => {
    const fresh = await serveHome(homeOf(root), options);
    renameSync(file, `${file}.moved`);
    try {
      await ask(fresh);
    } finally {
      renameSync(`${file}.moved`, file);
      await fresh.close();
    }
  };

  it('take from a trial only its report, and from a comparison only what it is made of', async () => {
    const [first, second] = (await board()).trials.map(({ id }) => id);
    const whole = trialReply.parse(await get(`${base}/trials/${first ?? ''}`));
    expect(whole.reportProblem).toBe(null);
    await withMoved(path.join(root, 'train', '0-1.png'), async (fresh) => {
      const trial = await call(fresh, `${base}/trials/${first ?? ''}`);
      expect({ status: trial.status, body: trial.json() }).toEqual({
        status: 200,
        body: { ...whole, report: null, reportProblem: expect.stringContaining(missing) as string },
      });
      const compare = await call(fresh, `${base}/compare?trials=${first ?? ''},${second ?? ''}`);
      const { settings, trials, perClass, images } = compareReply.parse(compare.json());
      expect(settings.map(({ setting }) => setting)).toEqual(['learning_rate']);
      expect(trials[1]?.reportProblem).toContain(missing);
      expect({ perClass, images }).toEqual({ perClass: [], images: [] });
    });
  });

  it('are not shown: an image is the one that the sweep began with, or none', async () => {
    const image = path.join(root, 'train', '2-0.png');
    const before = readFileSync(image);
    expect((await call(api, `${base}/images/2-0`)).status).toBe(200);
    writeFileSync(image, readFileSync(path.join(root, 'train', '1-1.png')));
    const answer = await call(api, `${base}/images/2-0`);
    writeFileSync(image, before);
    expect({ status: answer.status, body: answer.json() }).toMatchObject({
      status: 409,
      body: { code: 'data-changed' },
    });
  });

  it('take nothing from who had read the competition before', async () => {
    const whole = trialReply.parse(await get(`${base}/trials/${await best()}`));
    const file = path.join(root, 'competition.yaml');
    const loaded = [{ path: file, competition: await loadCompetition(file) }];
    const ask = async (fresh: ApiHandle): Promise<void> => {
      expect((await call(fresh, `${base}/trials/${whole.id}`)).json()).toEqual(whole);
    };
    await withMoved(path.join(root, 'train', '0-1.png'), ask, { loaded });
  });

  it('take nothing from the trials that they are not of', async () => {
    const [first, second] = (await board()).trials.map(({ id }) => id);
    const { runs } = trialReply.parse(await get(`${base}/trials/${second ?? ''}`));
    const file = path.join(homeOf(root), 'runs', runs[0]?.id ?? '', 'attempt-1', 'out-of-fold.csv');
    await withMoved(file, async (fresh) => {
      const compare = await call(fresh, `${base}/compare?trials=${first ?? ''},${second ?? ''}`);
      const { trials, perClass } = compareReply.parse(compare.json());
      expect(trials.map(({ reportProblem }) => reportProblem)).toEqual([
        null,
        expect.stringContaining('out-of-fold.csv'),
      ]);
      expect(perClass[0]?.f1).toEqual([expect.closeTo(6 / 7), null]);
    });
  });
});

describe('a state folder that changes under the API', () => {
  it('is empty before the first launch, and filled afterwards', async () => {
    const fresh = sampleSweepFolder();
    mkdirSync(homeOf(fresh));
    const early = await serveHome(homeOf(fresh));
    try {
      expect((await call(early, '/api/v1/sweeps')).json()).toEqual({ sweeps: [] });
      expect((await call(early, `${base}/leaderboard`)).status).toBe(404);
      await launchSample(fresh);
      const first = leaderboardReply.parse((await call(early, `${base}/leaderboard`)).json());
      expect(first.trials).toHaveLength(1);
      writeFileSync(path.join(fresh, 'sweep.yaml'), sampleSweep('net', '0.1, 0.2'));
      await launchSample(fresh, { fresh: true });
      const second = leaderboardReply.parse((await call(early, `${base}/leaderboard`)).json());
      expect(second.trials.map(({ settings }) => settings['learning_rate']).sort()).toEqual([0.1, 0.2]);
    } finally {
      await early.close();
      rmSync(fresh, { recursive: true });
    }
  });

  it('shows images from where the competition has moved to', async () => {
    const moved = sampleSweepFolder();
    await launchSample(moved);
    const server = await serveHome(homeOf(moved));
    try {
      expect((await call(server, `${base}/images/0-1`)).status).toBe(200);
      mkdirSync(path.join(moved, 'data'));
      for (const name of [
        'competition.yaml',
        'train.csv',
        'train',
        'test',
        'sample_submission.csv',
        'solution.csv',
      ])
        renameSync(path.join(moved, name), path.join(moved, 'data', name));
      const text = sampleSweep('net').replace('competition.yaml', 'data/competition.yaml');
      writeFileSync(path.join(moved, 'sweep.yaml'), text);
      await launchSample(moved);
      expect((await call(server, `${base}/images/0-1`)).status).toBe(200);
    } finally {
      await server.close();
      rmSync(moved, { recursive: true });
    }
  });
});

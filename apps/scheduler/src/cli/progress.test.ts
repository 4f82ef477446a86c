import type { Clock } from '@frostline/base';
import { advance, initialState } from '@frostline/sweep';
import { describe, expect, it } from 'vitest';
import { Pace } from '../host/pace.js';
import { sweepProgress } from '../host/sweep-progress.js';
import { recordingTerminal } from '../testing/recording-terminal.js';
import { createReporter, describeProgress, describeRun } from './progress.js';

function clockAt(time: { at: number }): Clock {
  return { now: () => time.at, monotonic: () => time.at };
}

describe('progress in a pipe', () => {
  const run = {
    label: 'net head',
    trialId: 't',
    fold: 1,
    state: 'complete' as const,
    score: 0.75,
    seconds: 4.1,
  };

  it('is a line now and then, with the time left, and always the last', () => {
    const time = { at: 0 };
    const terminal = recordingTerminal();
    const reporter = createReporter(terminal, clockAt(time));
    reporter.progress({ runs: 4, ended: 0, paused: 0, work: 0 });
    time.at = 1000;
    reporter.runEnded(run, { runs: 4, ended: 1, paused: 0, work: 1 });
    time.at = 2000;
    reporter.runEnded(run, { runs: 4, ended: 2, paused: 0, work: 2 });
    time.at = 3000;
    reporter.runEnded(run, { runs: 4, ended: 3, paused: 0, work: 3 });
    reporter.runEnded(run, { runs: 4, ended: 4, paused: 0, work: 4 });
    reporter.close();
    expect(terminal.printed.err).toBe(
      '[1/4, 3.0s left] net head fold 1: 0.7500 in 4.1s\n' +
        '[4/4] net head fold 1: 0.7500 in 4.1s (and 2 more)\n',
    );
    expect(terminal.printed.out).toBe('');
  });

  it('never holds a failure back', () => {
    const terminal = recordingTerminal();
    const reporter = createReporter(terminal, clockAt({ at: 0 }));
    const failed = {
      label: 'net full',
      trialId: 't',
      fold: 0,
      state: 'failed' as const,
      message: 'image 7 is empty',
    };
    reporter.runEnded(run, { runs: 9, ended: 1, paused: 0, work: 1 });
    reporter.runEnded(failed, { runs: 9, ended: 2, paused: 0, work: 2 });
    expect(terminal.printed.err).toContain('net full fold 0: failed, image 7 is empty\n');
    expect(describeRun({ ...failed, state: 'paused', message: undefined as never })).toBe(
      'net full fold 0: paused',
    );
  });
});

describe('paused runs', () => {
  const paused = { label: 'net head', trialId: 't', fold: 1, state: 'paused' as const };

  it('are not counted as done, nor waited for', () => {
    const time = { at: 0 };
    const terminal = recordingTerminal();
    const reporter = createReporter(terminal, clockAt(time));
    reporter.progress({ runs: 4, ended: 0, paused: 0, work: 0 });
    time.at = 1000;
    reporter.runEnded(paused, { runs: 4, ended: 1, paused: 2, work: 1 });
    reporter.runEnded(paused, { runs: 4, ended: 1, paused: 3, work: 1 });
    expect(terminal.printed.err).toBe(
      '[1/4, 2 paused, 1.0s left] net head fold 1: paused\n[1/4, 3 paused] net head fold 1: paused\n',
    );
  });

  it('stand in the core as such', () => {
    const { state } = advance(initialState({}), {
      type: 'runs-added',
      runs: (['complete', 'paused', 'failed', 'waiting'] as const).map((state, ordinal) => ({
        id: state,
        trialId: 't',
        ordinal,
        fold: ordinal,
        priority: 0,
        state,
        attempts: 0,
        failures: {},
        settings: { batch_size: 8 },
      })),
      at: 0,
    });
    expect(sweepProgress(state, new Map())).toEqual({ runs: 4, ended: 2, paused: 1, work: 2 });
  });
});

describe("the progress bar's text", () => {
  const progress = { runs: 9, ended: 3, paused: 2, work: 3.5 };
  const whole = '3/9 runs, 2 paused · 1m 05s left · net head fold 2: 0.8123 in 4.1s';

  it("fills the terminal's width and no more", () => {
    const text = (width: number) => describeProgress(progress, 65, 'net head fold 2: 0.8123 in 4.1s', width);
    expect(text(200)).toBe(whole);
    expect(text(40)).toBe(whole.slice(0, 40));
    expect(text(-5)).toBe('');
  });

  it('is short before anything ended', () => {
    expect(describeProgress({ ...progress, paused: 0 }, undefined, '', 80)).toBe('3/9 runs · … left');
  });

  it('says what a run does before its first step', () => {
    const doing = 'decoding train images at 64: 40 of 300';
    expect(describeProgress({ ...progress, paused: 0, doing }, undefined, '', 80)).toBe(
      `3/9 runs · … left · ${doing}`,
    );
  });
});

describe('the time left', () => {
  it('counts only what this process worked: a resumed sweep does not look fast', () => {
    const time = { at: 0 };
    const pace = new Pace(clockAt(time));
    expect(pace.left({ runs: 100, work: 90 })).toBeUndefined();
    time.at = 10_000;
    expect(pace.left({ runs: 100, work: 91 })).toBe(90);
  });
});

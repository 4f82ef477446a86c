import type { Clock } from '@frostline/base';
import { describe, expect, it } from 'vitest';
import { Pace } from '../host/pace.js';
import { recordingTerminal } from '../testing/recording-terminal.js';
import { createReporter, describeRun } from './progress.js';

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
    reporter.progress({ runs: 4, ended: 0, work: 0 });
    time.at = 1000;
    reporter.runEnded(run, { runs: 4, ended: 1, work: 1 });
    time.at = 2000;
    reporter.runEnded(run, { runs: 4, ended: 2, work: 2 });
    time.at = 3000;
    reporter.runEnded(run, { runs: 4, ended: 3, work: 3 });
    reporter.runEnded(run, { runs: 4, ended: 4, work: 4 });
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
    reporter.runEnded(run, { runs: 9, ended: 1, work: 1 });
    reporter.runEnded(failed, { runs: 9, ended: 2, work: 2 });
    expect(terminal.printed.err).toContain('net full fold 0: failed, image 7 is empty\n');
    expect(describeRun({ ...failed, state: 'paused', message: undefined as never })).toBe(
      'net full fold 0: paused',
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

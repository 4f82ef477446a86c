import type { Clock } from '@frostline/base';
import { Presets, SingleBar } from 'cli-progress';
import { Pace, type Work } from '../host/pace.js';
import type { RunReport, SweepProgress, SweepReporter } from '../host/reporter.js';
import { formatScore, formatSeconds } from './format/values.js';
import type { Terminal } from './terminal.js';

const secondsBetweenLines = 3;
const barsize = 24;

/** A bar with the time left on a terminal; elsewhere a line per ended run, at most one every few seconds. */
export function createReporter(terminal: Terminal, clock: Clock): SweepReporter {
  return terminal.errIsTerminal ? new BarReporter(terminal, clock) : new LineReporter(terminal, clock);
}

/** `label fold 2: 0.8123 in 4.1s`. */
export function describeRun(report: RunReport): string {
  const what = `${report.label} fold ${report.fold}`;
  if (report.state === 'complete')
    return `${what}: ${formatScore(report.score)} in ${formatSeconds(report.seconds)}`;
  return report.message === undefined
    ? `${what}: ${report.state}`
    : `${what}: ${report.state}, ${report.message}`;
}

/**
 * `3/9 runs, 2 paused · 1m 05s left · decoding train images at 64: 40 of 300 · net head fold 2: 0.8123 in 4.1s`, cut to a width
 * in characters.
 */
export function describeProgress(
  { ended, runs, paused, doing }: SweepProgress,
  left: number | undefined,
  last: string,
  width: number,
): string {
  const parts = [
    `${ended}/${runs} runs${paused === 0 ? '' : `, ${paused} paused`}`,
    `${left === undefined ? '…' : formatSeconds(left)} left`,
    ...(doing === undefined ? [] : [doing]),
    ...(last === '' ? [] : [last]),
  ];
  return parts.join(' · ').slice(0, Math.max(0, width));
}

/** Paused runs are not waited for. */
function waitedFor({ runs, paused, work }: SweepProgress): Work {
  return { runs: runs - paused, work };
}

class LineReporter implements SweepReporter {
  private readonly pace: Pace;
  private lastLine = -Infinity;
  private unsaid = 0;

  constructor(
    private readonly terminal: Terminal,
    private readonly clock: Clock,
  ) {
    this.pace = new Pace(clock);
  }

  progress(progress: SweepProgress): void {
    this.pace.left(waitedFor(progress));
  }

  runEnded(report: RunReport, progress: SweepProgress): void {
    const left = this.pace.left(waitedFor(progress));
    const now = this.clock.monotonic();
    const isLast = progress.ended + progress.paused === progress.runs;
    // Failures are always said; of the successes one in a while is enough in a log.
    if (report.state === 'complete' && !isLast && now - this.lastLine < secondsBetweenLines * 1000) {
      this.unsaid += 1;
      return;
    }
    const more = this.unsaid === 0 ? '' : ` (and ${this.unsaid} more)`;
    const eta = left === undefined || isLast ? '' : `, ${formatSeconds(left)} left`;
    const paused = progress.paused === 0 ? '' : `, ${progress.paused} paused`;
    this.terminal.err(`[${progress.ended}/${progress.runs}${paused}${eta}] ${describeRun(report)}${more}\n`);
    this.lastLine = now;
    this.unsaid = 0;
  }

  notice(message: string): void {
    this.terminal.err(`${message}\n`);
  }

  close(): void {
    this.unsaid = 0;
  }
}

class BarReporter implements SweepReporter {
  private readonly pace: Pace;
  private readonly bar: SingleBar;
  private started = false;
  private last = '';

  constructor(
    private readonly terminal: Terminal,
    clock: Clock,
  ) {
    this.pace = new Pace(clock);
    this.bar = new SingleBar(
      {
        format: '{bar} {text}',
        barsize,
        hideCursor: true,
        clearOnComplete: true,
        fps: 5,
        // The terminal is standard error: standard output carries the result alone.
        stream: process.stderr,
      },
      Presets.shades_classic,
    );
  }

  progress(progress: SweepProgress): void {
    const left = this.pace.left(waitedFor(progress));
    const text = describeProgress(progress, left, this.last, this.terminal.columns - barsize - 1);
    if (this.started) this.bar.update(progress.work, { text });
    else this.bar.start(progress.runs, progress.work, { text });
    this.started = true;
  }

  runEnded(report: RunReport, progress: SweepProgress): void {
    this.last = describeRun(report);
    if (report.state === 'failed') this.notice(this.last);
    this.progress(progress);
  }

  notice(message: string): void {
    // Clears the bar's line first; the bar draws itself anew below.
    this.terminal.err(`\r\u001b[K${message}\n`);
  }

  close(): void {
    if (this.started) this.bar.stop();
    this.started = false;
  }
}

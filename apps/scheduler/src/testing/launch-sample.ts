import { systemClock } from '@frostline/base';
import path from 'node:path';
import { launchSweep } from '../owner/launch.js';
import { prepareSweep } from '../host/prepare.js';
import type { RunReport, SweepReporter } from '../host/reporter.js';
import { resumeSweep, type Reopening } from '../owner/resume.js';
import type { SweepEnd } from '../owner/run-sweep.js';
import { fakeWorker, sampleCatalog } from './sample-sweep.js';

/** What a reporter was told. */
export interface Recording {
  readonly reports: RunReport[];
  readonly notices: string[];
}

export interface SampleEnd extends Recording {
  readonly end: SweepEnd;
  /** Trials of the sweep that its file no longer names. */
  readonly unplanned?: number;
}

export interface SampleOptions {
  /** What the workers do, see the fake worker. */
  readonly behaviour?: string;
  readonly fresh?: boolean;
  readonly silentMs?: number;
  readonly hours?: number;
  readonly pagePort?: number;
}

/** The state folder of a sample sweep's folder. */
export function homeOf(root: string): string {
  return path.join(root, '.frostline');
}

/** Starts or repeats the launch of a folder's sweep file, with two fake workers. */
export async function launchSample(
  root: string,
  { behaviour = '', fresh = false, silentMs = 20_000, hours, pagePort }: SampleOptions = {},
): Promise<SampleEnd> {
  const { recording, reporter } = recordingReporter();
  let unplanned = 0;
  const end = await launchSweep(await prepareSweep('sweep.yaml', root, sampleCatalog), {
    ...jobOf(root, behaviour),
    limits: { silentMs },
    hours,
    pagePort,
    reporter,
    fresh,
    begun: (begin) => {
      ({ unplanned } = begin);
    },
  });
  return { end, unplanned, ...recording };
}

/** Goes on with a folder's newest sweep. */
export async function resumeSample(
  root: string,
  {
    state = 'paused',
    trial,
    fold,
    behaviour = '',
    pagePort,
  }: Partial<Reopening> & Pick<SampleOptions, 'behaviour' | 'pagePort'> = {},
): Promise<SampleEnd> {
  const { recording, reporter } = recordingReporter();
  const end = await resumeSweep({
    ...jobOf(root, behaviour),
    limits: {},
    hours: undefined,
    pagePort,
    reporter,
    sweep: undefined,
    reopen: { state, trial, fold },
    begun: () => undefined,
  });
  return { end, ...recording };
}

function jobOf(root: string, behaviour: string) {
  // Workers inherit the owner's environment.
  process.env.FAKE_WORKER = behaviour;
  return {
    home: homeOf(root),
    choice: { workers: 2, engine: undefined, script: fakeWorker },
    clock: systemClock,
  };
}

function recordingReporter(): { recording: Recording; reporter: SweepReporter } {
  const recording: Recording = { reports: [], notices: [] };
  return {
    recording,
    reporter: {
      progress: () => undefined,
      runEnded: (report) => recording.reports.push(report),
      notice: (text) => recording.notices.push(text),
      close: () => undefined,
    },
  };
}

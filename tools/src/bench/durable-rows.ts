import { addTrials, claimRun, createSweep, openLedger, recordEvents, type RunHold } from '@frostline/store';
import { trialSettings } from '@frostline/protocol';

const valuesPerEvent = 5;
const runs = 4;

export interface DurableRows {
  readonly eventsPerCommit: number;
  /** Metric rows that were on the disk and acknowledged, per second. */
  readonly rowsPerSecond: number;
}

/** Reports metrics of a few runs into a new ledger for some seconds, so many events in each transaction. */
export function measureDurableRows(file: string, eventsPerCommit: number, seconds: number): DurableRows {
  const ledger = openLedger(file);
  const holds = claimRuns(file, ledger);
  let rows = 0;
  let step = 0;
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    const batch = Array.from({ length: eventsPerCommit }, (_, index) => {
      const hold = holds[index % holds.length] as RunHold;
      step += 1;
      const values = Object.fromEntries(
        Array.from({ length: valuesPerEvent }, (_, value) => [`metric_${value}`, step / (value + 1)]),
      );
      return { ...hold, sequence: step, event: { type: 'metrics', step, epoch: 0, values } as const };
    });
    const accepted = recordEvents(ledger, batch).filter((outcome) => outcome === 'accepted').length;
    if (accepted !== batch.length) throw new Error('an event was refused');
    rows += accepted * valuesPerEvent;
  }
  const rowsPerSecond = Math.round(rows / ((performance.now() - start) / 1000));
  ledger.close();
  return { eventsPerCommit, rowsPerSecond };
}

function claimRuns(file: string, ledger: Parameters<typeof claimRun>[0]): RunHold[] {
  const { id } = createSweep(ledger, {
    name: 'rows',
    file,
    spec: {},
    metric: 'accuracy',
    goal: 'maximize',
    folds: { kind: 'stratified', count: 2, seed: 0 },
    competition: { path: file, hash: 'none' },
  });
  const ids = Array.from({ length: runs }, (_, index) => `trial${index}`);
  const settings = trialSettings.parse({ backbone: 'none', freeze: 'head' });
  addTrials(
    ledger,
    id,
    ids.map((trialId) => ({ id: trialId, settings, runs: [{ id: `${trialId}-0`, trialId, fold: 0 }] })),
  );
  return ids.flatMap((trialId) => claimRun(ledger, `${trialId}-0`, { worker: 'w', device: 'cpu' }) ?? []);
}

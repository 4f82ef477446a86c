import { InputError, resolveInside } from '@frostline/base';
import { loadCompetition, poolPredictions, readPredictions, type Competition } from '@frostline/data';
import { runsOf, type Ledger, type SweepRow } from '@frostline/store';
import { checkCompetition } from '../host/check-competition.js';
import {
  labelPredictions,
  type FoundPredictions,
  type LabelledPredictions,
} from '../replies/labelled-predictions.js';

/** A competition that was read from the file at `path`. */
export interface LoadedCompetition {
  readonly path: string;
  readonly competition: Competition;
}

const mostTables = 16;

/** What lies behind the scores: a sweep's competition and its trials' out-of-fold predictions, read once and kept. */
export class Evidence {
  /** By hash and place: what has moved is looked for where it is now. */
  private readonly competitions = new Map<string, Promise<Competition>>();
  /** By the files that were read; these never change. */
  private readonly tables = new Map<string, LabelledPredictions>();

  /** @param loaded competitions that need not be read again: that hashes every image */
  constructor(
    private readonly home: string,
    loaded: readonly LoadedCompetition[] = [],
  ) {
    for (const { path, competition } of loaded)
      this.competitions.set(keyOf(path, competition.hash), Promise.resolve(competition));
  }

  /** @throws InputError `data-changed` when the files are not those that the sweep began with */
  async competition(sweep: Pick<SweepRow, 'competition'>): Promise<Competition> {
    const { path, hash } = sweep.competition;
    const key = keyOf(path, hash);
    // Whoever asks while it is being read waits for the same reading.
    const reading = this.competitions.get(key) ?? loadCompetition(path);
    this.competitions.set(key, reading);
    try {
      const competition = await reading;
      checkCompetition(competition, sweep, 'bring the files back to see images and classes');
      return competition;
    } catch (error) {
      this.competitions.delete(key);
      throw error;
    }
  }

  /** As `predictions`, for replies that have more to say than what the files tell: what is wrong with these is a value. */
  async findPredictions(sweep: SweepRow, files: readonly string[]): Promise<FoundPredictions> {
    try {
      return { predictions: await this.predictions(sweep, files), problem: null };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { predictions: undefined, problem: error.message };
    }
  }

  /**
   * The out-of-fold predictions of a trial's complete runs; undefined while none is complete.
   *
   * @param files what {@link outOfFoldFiles} gives
   * @throws InputError when a file of them or of the competition is missing or has changed
   */
  async predictions(sweep: SweepRow, files: readonly string[]): Promise<LabelledPredictions | undefined> {
    if (files.length === 0) return undefined;
    const key = [sweep.competition.hash, ...files].join('\n');
    const table = this.tables.get(key) ?? (await this.readTables(sweep, files));
    // Moved to the end: the first of the map is the one that was not asked for longest.
    this.tables.delete(key);
    this.tables.set(key, table);
    for (const old of this.tables.keys()) {
      if (this.tables.size <= mostTables) break;
      this.tables.delete(old);
    }
    return table;
  }

  private async readTables(sweep: SweepRow, files: readonly string[]): Promise<LabelledPredictions> {
    const parts = files.map((file) => readPredictions(resolveInside(this.home, file)));
    return labelPredictions(await this.competition(sweep), poolPredictions(parts));
  }
}

/** Where the out-of-fold predictions of a trial's complete runs lie, below the state folder. */
export function outOfFoldFiles(ledger: Ledger, sweep: SweepRow, trialId: string): string[] {
  return runsOf(ledger, sweep.id, trialId).flatMap(({ result }) =>
    result === undefined ? [] : [result.outOfFold],
  );
}

function keyOf(path: string, hash: string): string {
  return `${hash} ${path}`;
}

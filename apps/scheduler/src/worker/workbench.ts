import path from 'node:path';
import { InputError, type EngineChoice } from '@frostline/base';
import { assignFolds, loadCompetition, openPack, type Competition, type Pack } from '@frostline/data';
import { openEngine } from '@frostline/engine';
import { metricName, parseOwnModule, type RunAssignment } from '@frostline/protocol';
import { FeatureStore, loadOwnLoss, StepCache, type FitJob, type FitTools } from '@frostline/trainer';
import { keptModule, ownMetrics } from '../named-files/own-modules.js';

type PreparedJob = Omit<FitJob, 'folder' | 'output'>;

/** The metric and the loss of a run, those of one's own from the state folder. */
async function ownParts({ home, metric, settings }: RunAssignment): Promise<Pick<FitJob, 'metric' | 'loss'>> {
  const [own] = await ownMetrics(home, metric);
  const digest = parseOwnModule(settings.loss)?.digest;
  const loss = digest === undefined ? undefined : (await loadOwnLoss(keptModule(home, digest))).loss;
  return { metric: own ?? metricName.parse(metric), ...(loss !== undefined && { loss }) };
}

interface Preparing extends Required<Pick<FitTools, 'alive' | 'signal'>> {
  readonly note?: (what: string) => void;
}

/** What one worker process keeps from run to run: the engine with its compiled steps, and the decoded images. */
export class Workbench {
  private cache: StepCache | undefined;
  private readonly competitions = new Map<string, Competition>();
  private readonly packs = new Map<string, Pack>();

  constructor(private readonly engine: EngineChoice) {}

  /** Loads the engine. @throws InputError `engine-missing`, `device-missing`, `precision-missing` */
  async open(): Promise<StepCache> {
    this.cache ??= new StepCache(await openEngine(this.engine));
    return this.cache;
  }

  /**
   * Everything that a run needs except where its results go.
   *
   * @param alive called again and again while images are read, and handed to the run
   * @param note told what takes the time
   * @param signal ends the reading and decoding of images, and is handed to the run
   * @throws InputError `data-changed` when the competition is no longer what the sweep was planned with
   */
  async prepare(
    assignment: RunAssignment,
    { alive, signal, note = () => undefined }: Preparing,
  ): Promise<{ job: PreparedJob; tools: FitTools }> {
    const { settings, weightsHash, fold, folds, home } = assignment;
    const competition = await this.competition(assignment, { alive, signal });
    const cache = await this.open();
    const labels = Int32Array.from(competition.train, ({ label }) => label);
    const pack = (split: 'train' | 'test'): Promise<Pack> =>
      this.pack(`${assignment.competition} ${split} ${settings.image_size}`, () =>
        openPack(home, competition[split], {
          size: settings.image_size,
          alive: (done, total) => {
            note(
              done === undefined
                ? 'another worker decodes images'
                : `decoding ${split} images at ${settings.image_size}: ${done} of ${total}`,
            );
            alive();
          },
          signal,
        }),
      );
    return {
      job: {
        settings,
        weightsHash,
        ...(await ownParts(assignment)),
        classes: competition.classes,
        train: {
          pack: await pack('train'),
          ids: competition.train.map(({ id }) => id),
          labels,
          folds: assignFolds(competition.train, folds),
        },
        test: { pack: await pack('test'), ids: competition.test.map(({ id }) => id) },
        fold,
      },
      tools: { cache, features: new FeatureStore(path.join(home, 'features')), alive, signal },
    };
  }

  private async competition(
    { competition: file, competitionHash }: RunAssignment,
    reading: Pick<FitTools, 'alive' | 'signal'>,
  ): Promise<Competition> {
    const held = this.competitions.get(file) ?? (await loadCompetition(file, reading));
    if (held.hash !== competitionHash)
      throw new InputError('data-changed', 'the competition changed while its sweep was running', {
        place: file,
        found: held.hash,
        allowed: competitionHash,
        fix: 'restore its files, or launch a sweep of the new data',
      });
    this.competitions.set(file, held);
    return held;
  }

  private async pack(name: string, open: () => Promise<Pack>): Promise<Pack> {
    const held = this.packs.get(name) ?? (await open());
    this.packs.set(name, held);
    return held;
  }
}

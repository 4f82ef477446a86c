import { FrostlineError, isDiskFull } from '@frostline/base';
import { isOutOfMemory } from '@frostline/engine';
import type { FailureClass, RunAssignment, TrialEvent } from '@frostline/protocol';

/** Files that are no longer those that the sweep was planned with, or no longer there: the settings are sound. */
const BAD_DATA: ReadonlySet<string> = new Set(['data-changed', 'weights-changed', 'weights-missing']);

/** What a worker reports of an error that ended a run. */
export function failureOf(
  error: unknown,
  { settings, parts }: Pick<RunAssignment, 'settings' | 'parts'>,
): TrialEvent {
  const failure = classOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const known = error instanceof FrostlineError ? error.code : undefined;
  switch (failure) {
    case 'out-of-memory': {
      const divided = parts > 1 ? ` in ${parts} parts` : '';
      const batch = `no memory for a batch of ${settings.batch_size}${divided}`;
      const fix = 'what helps for good: a smaller image_size or backbone, or fewer workers';
      return { type: 'failed', failure, code: failure, message: `${batch}; ${fix}\n${message}` };
    }
    case 'bug': {
      const detail = error instanceof Error ? `${message}\n${error.stack ?? ''}` : message;
      return { type: 'failed', failure, code: known ?? 'unexpected', message: detail };
    }
    default:
      return { type: 'failed', failure, code: known ?? 'unexpected', message };
  }
}

function classOf(error: unknown): FailureClass {
  if (isDiskFull(error)) return 'disk-full';
  if (error instanceof FrostlineError && BAD_DATA.has(error.code)) return 'bad-data';
  if (error instanceof FrostlineError && error.exitCode === 2) return 'bad-input';
  return isOutOfMemory(error) ? 'out-of-memory' : 'bug';
}

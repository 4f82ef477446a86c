import type { QuarantinedImage } from '@frostline/protocol';
import type { FitJob, ImageSet } from './fit-job.js';

/** The images of a job that could not be decoded. */
export function quarantinedImages({ train, test }: FitJob): QuarantinedImage[] {
  const named = (split: QuarantinedImage['split'], { pack }: ImageSet): QuarantinedImage[] =>
    pack.quarantined.map(({ id, path, reason }) => ({ split, id, path, reason }));
  return [...named('train', train), ...named('test', test)];
}

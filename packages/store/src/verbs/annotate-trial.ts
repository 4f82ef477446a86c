import { InternalError } from '@frostline/base';
import type { Annotation } from '@frostline/protocol';
import type { Ledger } from '../ledger.js';
import { loadAnnotation, type StoredAnnotation } from '../queries/annotation-columns.js';

/**
 * Changes what is noted about a trial, in every sweep that holds it; what is absent stays.
 *
 * @returns what is noted now
 * @throws InternalError for an id that no trial has: find it with `findTrial`
 */
export function annotateTrial(
  ledger: Ledger,
  trialId: string,
  { tags, note, pinned }: { [Name in keyof Annotation]?: Annotation[Name] | undefined },
): Annotation {
  return ledger.write(() => {
    const annotated = ledger.get<StoredAnnotation>(annotateSql, {
      trialId,
      tags: tags === undefined ? null : JSON.stringify(tags),
      note: note ?? null,
      pinned: pinned === undefined ? null : Number(pinned),
    });
    if (annotated === undefined) throw new InternalError('no such trial', { found: trialId });
    return loadAnnotation(annotated);
  });
}

const annotateSql = `
  INSERT INTO annotation (trial, tags, note, pinned)
  SELECT key, ifnull(@tags, '[]'), ifnull(@note, ''), ifnull(@pinned, 0) FROM trial WHERE id = @trialId
  ON CONFLICT (trial) DO UPDATE SET
    tags = ifnull(@tags, tags), note = ifnull(@note, note), pinned = ifnull(@pinned, pinned)
  RETURNING tags, note, pinned`;

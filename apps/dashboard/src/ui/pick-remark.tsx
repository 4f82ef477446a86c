import type { ReactNode } from 'react';
import type { Picks } from '../model/trials.js';
import { useView } from '../url/use-view.js';

/** Says which picks are not there, and which are too many for the view; nothing where all are shown. */
export function PickRemark({
  picks,
  most = Infinity,
}: {
  readonly picks: Picks;
  /** Trials that the view takes. */
  readonly most?: number;
}): ReactNode {
  const { go } = useView();
  const { trials, missing } = picks;
  if (missing.length === 0 && trials.length <= most) return null;
  return (
    <div className="pick-remark" role="note">
      {trials.length > most && (
        <p>
          {trials.length} trials are picked; the first {most} are shown, which is as many as go together.
        </p>
      )}
      {missing.length > 0 && (
        <p>
          Picked but not in this sweep: <span className="mono">{missing.join(', ')}</span>{' '}
          <button
            type="button"
            className="button"
            onClick={() => {
              go({ picked: trials.map(({ id }) => id) }, { replace: true });
            }}
          >
            Forget {missing.length === 1 ? 'it' : 'them'}
          </button>
        </p>
      )}
    </div>
  );
}

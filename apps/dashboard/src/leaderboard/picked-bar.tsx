import type { LeaderboardReply } from '@frostline/protocol';
import type { ReactNode } from 'react';
import { useAnnotate } from '../client/use-change.js';
import { findPicks } from '../model/trials.js';
import { PageLink } from '../ui/page-link.js';
import { PickRemark } from '../ui/pick-remark.js';
import { TagForm } from '../ui/tag-form.js';
import { useView } from '../url/use-view.js';

/** What may be done with the trials that are picked. */
export function PickedBar({ board }: { readonly board: LeaderboardReply }): ReactNode {
  const { view, go } = useView();
  const annotate = useAnnotate(board.sweep.id);
  const picks = findPicks(board.trials, view.picked);
  const count = picks.trials.length;
  return (
    <div className="picked-bar" role="group" aria-label="Picked trials">
      <strong>
        {count} {count === 1 ? 'trial' : 'trials'} picked
      </strong>
      <PageLink to={{ page: 'curves' }} className="button">
        Curves
      </PageLink>
      {count > 1 && (
        <PageLink to={{ page: 'compare' }} className="button">
          Compare
        </PageLink>
      )}
      <TagForm
        label="Tag for the picked trials"
        placeholder="tag them"
        trials={picks.trials}
        annotate={annotate.mutate}
        button
      />
      <button
        type="button"
        className="button"
        onClick={() => {
          go({ picked: [] }, { replace: true });
        }}
      >
        Clear
      </button>
      <PickRemark picks={picks} />
    </div>
  );
}

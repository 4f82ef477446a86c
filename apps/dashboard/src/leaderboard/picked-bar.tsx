import type { LeaderboardReply } from '@frostline/protocol';
import { useState, type ReactNode } from 'react';
import { useAnnotate } from '../client/use-change.js';
import { trialsById } from '../model/trials.js';
import { PageLink } from '../ui/page-link.js';
import { useView } from '../url/use-view.js';

/** What may be done with the trials that are picked. */
export function PickedBar({ board }: { readonly board: LeaderboardReply }): ReactNode {
  const { view, go } = useView();
  const annotate = useAnnotate(board.sweep.id);
  const [tag, setTag] = useState('');
  const count = view.picked.length;
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
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const name = tag.trim();
          if (name === '') return;
          for (const { id, tags } of trialsById(board.trials, view.picked))
            if (!tags.includes(name)) annotate.mutate({ trial: id, tags: [...tags, name] });
          setTag('');
        }}
      >
        <input
          className="field"
          aria-label="Tag for the picked trials"
          placeholder="tag them"
          maxLength={40}
          value={tag}
          onChange={(event) => {
            setTag(event.target.value);
          }}
        />
        <button type="submit" className="button" disabled={tag.trim() === ''}>
          Tag
        </button>
      </form>
      <button
        type="button"
        className="button"
        onClick={() => {
          go({ picked: [] }, { replace: true });
        }}
      >
        Clear
      </button>
    </div>
  );
}

import type { AnnotateRequest } from '@frostline/protocol';
import { useState, type ReactNode } from 'react';

/** What the form needs of a trial. */
interface TaggedTrial {
  readonly id: string;
  readonly tags: readonly string[];
}

/** Gives one more tag to trials; those that have it stay as they are. */
export function TagForm({
  label,
  placeholder,
  trials,
  annotate,
  button = false,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly trials: readonly TaggedTrial[];
  annotate(change: Omit<AnnotateRequest, 'sweep'>): void;
  /** Whether a button stands beside the field; Enter does the same. */
  readonly button?: boolean;
}): ReactNode {
  const [text, setText] = useState('');
  const tag = text.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setText('');
        if (tag === '') return;
        for (const { id, tags } of trials)
          if (!tags.includes(tag)) annotate({ trial: id, tags: [...tags, tag] });
      }}
    >
      <input
        className="field"
        aria-label={label}
        placeholder={placeholder}
        maxLength={40}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      {button && (
        <button type="submit" className="button" disabled={tag === ''}>
          Tag
        </button>
      )}
    </form>
  );
}

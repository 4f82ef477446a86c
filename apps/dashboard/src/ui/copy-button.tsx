import { useState, type ReactNode } from 'react';
import { Icon } from './icon.js';

/** Copies a text, and says that it has. */
export function CopyButton({
  text,
  strong = false,
}: {
  readonly text: string;
  readonly strong?: boolean;
}): ReactNode {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className={strong ? 'button button-strong' : 'button'}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true);
        });
      }}
    >
      <Icon name="copy" />
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}

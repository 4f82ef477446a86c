import { useEffect, type ReactNode } from 'react';
import { forgetToken } from '../client/token.js';
import { Logo } from './logo.js';
import './token-screen.css';

/** What a reader without the right token sees: how to get the link that holds it. */
export function TokenScreen({ reason }: { readonly reason: 'missing' | 'refused' }): ReactNode {
  useEffect(() => {
    if (reason === 'refused') forgetToken();
    // A link pasted into this very tab changes the fragment alone, which loads nothing.
    const reload = (): void => {
      location.reload();
    };
    addEventListener('hashchange', reload);
    return () => {
      removeEventListener('hashchange', reload);
    };
  }, [reason]);
  return (
    <main className="token-screen">
      <div className="token-above">
        <Logo size={40} />
        <h1>{reason === 'missing' ? 'This page needs its link' : 'This link is no longer valid'}</h1>
        <p>
          {reason === 'missing'
            ? 'It shows a ledger to those who hold its token, and this browser has none.'
            : 'The server was started again or belongs to another ledger, and its token is a new one.'}
        </p>
      </div>
      <div className="token-below">
        <p>
          Open the link that <code>frostline serve</code> printed:
        </p>
        <pre>
          $ frostline serve{'\n'}
          {location.origin}/#token=…
        </pre>
      </div>
    </main>
  );
}

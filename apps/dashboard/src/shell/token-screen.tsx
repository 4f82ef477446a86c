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
            ? 'It shows the results of a folder to those who hold its token, a secret word in the link. This browser has none.'
            : 'Its token is not the one of the folder whose results are served here: it was cut short, or is of another folder.'}
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

import { useEffect, useState } from 'react';
import { useApi } from './api-context.js';

/** A picture as an object URL, given back when it is no longer shown; null while it comes, 'missing' if it does not. */
export function useImage(sweep: string, image: string): string | null {
  const api = useApi();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    let made: string | null = null;
    api
      .image(sweep, image, ending.signal)
      .then((blob) => {
        if (ending.signal.aborted) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
      })
      .catch(() => {
        if (!ending.signal.aborted) setUrl('missing');
      });
    return () => {
      ending.abort();
      setUrl(null);
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [api, sweep, image]);
  return url;
}

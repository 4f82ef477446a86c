import type { LiveEvent } from '@frostline/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useApi } from './api-context.js';
import { connecting, nextConnection, type Connection } from './connection.js';
import { follow } from './follow.js';
import { queries } from './queries.js';

/** The ledger changes many times a second while a sweep runs; the page fetches anew this often at most, ms. */
const pace = 1_000;

/** Keeps what is on the page up to date while it is open, and says whether the connection stands, and since when not. */
export function useLive(sweep: string): Connection {
  const api = useApi();
  const client = useQueryClient();
  const [connection, setConnection] = useState(connecting);
  useEffect(() => {
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      timer = undefined;
      void client.invalidateQueries({ queryKey: ['sweep', sweep], predicate: isOfLedger });
      void client.invalidateQueries({ queryKey: ['sweeps'] });
    };
    let lost = false;
    void follow(api.http, sweep, ending.signal, {
      event: (event: LiveEvent) => {
        if (event.type === 'status') client.setQueryData(queries.status(api, sweep).queryKey, event.status);
        else timer ??= setTimeout(refresh, pace);
      },
      link: (now) => {
        setConnection((before) => nextConnection(before, now, Date.now()));
        // What happened in between was not seen.
        if (now === 'open' && lost) refresh();
        lost = now === 'lost';
      },
    });
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [api, client, sweep]);
  return connection;
}

function isOfLedger({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean {
  return queryKey[2] !== 'sweep-file';
}

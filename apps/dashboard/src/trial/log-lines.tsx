import type { LogReply } from '@frostline/protocol';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { QueryView } from '../ui/query-view.js';
import { StateBox } from '../ui/state-box.js';

/** Lines of a log, scrolled to their end. */
export function LogLines({ query }: { readonly query: UseQueryResult<LogReply> }): ReactNode {
  const list = useRef<HTMLOListElement>(null);
  const lines = query.data?.lines.length;
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines]);
  return (
    <QueryView query={query} lines={6}>
      {(log) =>
        log.lines.length === 0 ? (
          <StateBox title="This attempt wrote nothing" />
        ) : (
          <ol className="log" ref={list} tabIndex={0} aria-label="Log lines">
            {log.lines.map((line, index) => (
              <li key={index} data-level={line.level}>
                <time dateTime={line.time}>{line.time.slice(11, 19)}</time>
                <span className="log-level">{line.level}</span>
                <span className="log-text">
                  {line.message}{' '}
                  <span className="log-fields">
                    {Object.entries(line.fields)
                      .map(([name, value]) => `${name}=${fieldText(value)}`)
                      .join(' ')}
                  </span>
                </span>
              </li>
            ))}
          </ol>
        )
      }
    </QueryView>
  );
}

function fieldText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import { expect, it } from 'vitest';
import type { FetchProgress } from '../named-files/weights-files.js';
import { recordingTerminal } from '../testing/recording-terminal.js';
import { fetchReporter } from './fetch-progress.js';

const told: readonly Parameters<FetchProgress>[] = [
  ['net.tag', 0, 2e6],
  ['net.tag', 1e6, 2e6],
  ['net.tag', 1e6 + 1, 2e6],
  ['net.tag', 2e6, 2e6],
  ['other.tag', 5, undefined],
];

it('on a terminal, weights that are fetched are one line that is wiped in the end', () => {
  const terminal = { ...recordingTerminal(), errIsTerminal: true };
  const report = fetchReporter(terminal);
  for (const progress of told) report(...progress);
  expect(terminal.printed.err.split('\r\u001b[K')).toEqual([
    '',
    'fetching net.tag: 0 B of 2.0 MB',
    'fetching net.tag: 1.0 MB of 2.0 MB',
    '',
    'fetching other.tag: 5 B',
  ]);
});

it('elsewhere they are a line each', () => {
  const terminal = recordingTerminal();
  const report = fetchReporter(terminal);
  for (const progress of told) report(...progress);
  expect(terminal.printed.err).toBe('fetching net.tag, 2.0 MB\nfetching other.tag\n');
});

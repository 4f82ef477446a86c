import type { RunState } from '@frostline/protocol';
import type { Range } from '../model/ranges.js';

/** The views of the page. */
export const pages = ['leaderboard', 'curves', 'compare', 'running', 'trial'] as const;
export type PageName = (typeof pages)[number];

/** Which trials are shown. */
export interface TrialFilter {
  /** Words that must all occur. */
  readonly search: string;
  /** Any of these; empty: all. */
  readonly states: readonly RunState[];
  /** By setting, the values that are let through. */
  readonly where: Readonly<Record<string, readonly string[]>>;
  /** By a setting that is a number, or `score` or `seconds`: from where to where. */
  readonly ranges: Readonly<Record<string, Range>>;
  /** Any of these; empty: all. */
  readonly tags: readonly string[];
  readonly pinned: boolean;
}

/** Everything about a view that can be shared: it stands in the URL's query and nowhere else. */
export interface ViewState extends TrialFilter {
  /** Id of the sweep; null: the one launched last. */
  readonly sweep: string | null;
  readonly page: PageName;
  /** Id of the trial whose page is open. */
  readonly trial: string | null;
  /** Ids of the trials that were picked to be drawn or compared. */
  readonly picked: readonly string[];
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
  /** Setting by which the table is grouped. */
  readonly group: string | null;
  /** Values of `group` whose trials are folded away. */
  readonly shut: readonly string[];
  /** Columns that are not shown. */
  readonly hidden: readonly string[];
  /** Metric of the curves; null: the sweep's. */
  readonly metric: string | null;
  /** What the curves are drawn over. */
  readonly axis: 'epoch' | 'step';
  /** How their values are drawn. */
  readonly scale: 'linear' | 'log';
  /** Whether each fold is drawn for itself too. */
  readonly foldLines: boolean;
  /** Whose log a trial's page shows; null: the newest attempt of the first fold. */
  readonly log: { readonly fold: number; readonly attempt: number } | null;
  /** How many of a trial's mistakes are shown; null: the first few. */
  readonly mistakes: number | null;
  readonly cell: 'best' | 'mean';
  /** Whether the overview is shown; null: where the page is wide enough. */
  readonly overview: boolean | null;
}

export const emptyView: ViewState = {
  sweep: null,
  page: 'leaderboard',
  trial: null,
  picked: [],
  search: '',
  states: [],
  where: {},
  ranges: {},
  tags: [],
  pinned: false,
  sort: null,
  group: null,
  shut: [],
  hidden: [],
  metric: null,
  axis: 'epoch',
  scale: 'linear',
  foldLines: false,
  log: null,
  mistakes: null,
  cell: 'best',
  overview: null,
};

import type { SettingName } from '../settings.js';

/** A freeze strategy as plain data, for schemas, help texts and planning without tensors. */
export interface StrategyEntry {
  /** What stands before the colon. */
  readonly name: string;
  /** How it is written with its argument, e.g. `until:k`; equal to the name where it takes none. */
  readonly syntax: string;
  /** One line for tables. */
  readonly summary: string;
  /** What the argument is: a stage, a whole number of epochs from 1 on, or a factor above 0 and at most 1. */
  readonly argument: 'none' | 'stage' | 'epochs' | 'factor';
  /**
   * What trains beside the head: `all` or `none` of it, the stages `behind` the argument's, only the argument's `stage`,
   * the affines of all `norms`, all `biases`, `none-then-all` after the argument's epochs, or `one-more` stage from the
   * top after each of them.
   */
  readonly trains: 'all' | 'none' | 'behind' | 'stage' | 'norms' | 'biases' | 'none-then-all' | 'one-more';
  readonly pretrained: boolean;
  /** Settings that no other strategy heeds. */
  readonly settings: readonly SettingName[];
  /** Settings that the others heed and it does not. */
  readonly ignores: readonly SettingName[];
}

const plain = { argument: 'none', pretrained: true, settings: [], ignores: [] } as const;

/**
 * Every freeze strategy, in the order in which they are shown. What each does to a net is in the model package; these
 * facts are here because the leaderboard and the planner need them and must load no tensor.
 */
export const freezeStrategies = {
  scratch: {
    ...plain,
    name: 'scratch',
    syntax: 'scratch',
    summary: 'everything trains, from random values',
    trains: 'all',
    pretrained: false,
  },
  full: {
    ...plain,
    name: 'full',
    syntax: 'full',
    summary: 'everything trains, from pretrained values',
    trains: 'all',
  },
  head: {
    ...plain,
    name: 'head',
    syntax: 'head',
    summary: 'only the head trains, on fixed features',
    trains: 'none',
  },
  until: {
    ...plain,
    name: 'until',
    syntax: 'until:k',
    summary: 'stages 0 to k stay frozen, the rest trains; k is an index, a negative index or a stage name',
    argument: 'stage',
    trains: 'behind',
  },
  surgical: {
    ...plain,
    name: 'surgical',
    syntax: 'surgical:s',
    summary: 'only stage s and the head train; s is an index, a negative index or a stage name',
    argument: 'stage',
    trains: 'stage',
  },
  norm: {
    ...plain,
    name: 'norm',
    syntax: 'norm',
    summary: 'the scales and shifts of normalisation layers train, and the head',
    trains: 'norms',
  },
  bias: {
    ...plain,
    name: 'bias',
    syntax: 'bias',
    summary: 'all biases train, those of normalisation layers too, and the head',
    trains: 'biases',
  },
  'lp-ft': {
    ...plain,
    name: 'lp-ft',
    syntax: 'lp-ft:p',
    summary:
      'the head trains for p epochs at probe_rate_scale times the rate, then everything; schedule and moments restart',
    argument: 'epochs',
    trains: 'none-then-all',
    settings: ['probe_rate_scale'],
  },
  gradual: {
    ...plain,
    name: 'gradual',
    syntax: 'gradual:e',
    summary: 'the head trains, and one more stage from the top after every e epochs',
    argument: 'epochs',
    trains: 'one-more',
  },
  llrd: {
    ...plain,
    name: 'llrd',
    syntax: 'llrd:d',
    summary:
      'everything trains, at d times the rate for each block further from the head, min_rate_scale times at least',
    argument: 'factor',
    trains: 'all',
    settings: ['min_rate_scale'],
  },
  'l2-sp': {
    ...plain,
    name: 'l2-sp',
    syntax: 'l2-sp',
    summary:
      'everything trains, pulled to its pretrained values by sp_alpha, the head to zero by sp_beta, in place of weight_decay',
    trains: 'all',
    settings: ['sp_alpha', 'sp_beta'],
    ignores: ['weight_decay'],
  },
} as const satisfies Readonly<Record<string, StrategyEntry>>;

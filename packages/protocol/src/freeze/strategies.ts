/** A freeze strategy as plain data, for schemas, help texts and planning without tensors. */
export interface StrategyEntry {
  /** What stands before the colon. */
  readonly name: string;
  /** How it is written with its argument, e.g. `until:k`; equal to the name where it takes none. */
  readonly syntax: string;
  /** One line for tables. */
  readonly summary: string;
  /** Whether the argument names a stage. */
  readonly argument: 'none' | 'stage';
  /** How long the frozen prefix is: `all` stages before the head, `none`, or up to and including the `argument` stage. */
  readonly freezes: 'all' | 'none' | 'argument';
  readonly pretrained: boolean;
}

/**
 * Every freeze strategy, in the order in which they are shown. What each does to a net is in the model package; these
 * facts are here because the leaderboard and the planner need them and must load no tensor.
 */
export const freezeStrategies = {
  scratch: {
    name: 'scratch',
    syntax: 'scratch',
    summary: 'everything trains, from random values',
    argument: 'none',
    freezes: 'none',
    pretrained: false,
  },
  full: {
    name: 'full',
    syntax: 'full',
    summary: 'everything trains, from pretrained values',
    argument: 'none',
    freezes: 'none',
    pretrained: true,
  },
  head: {
    name: 'head',
    syntax: 'head',
    summary: 'only the head trains, on fixed features',
    argument: 'none',
    freezes: 'all',
    pretrained: true,
  },
  until: {
    name: 'until',
    syntax: 'until:k',
    summary: 'stages 0 to k stay frozen, the rest trains; k is an index, a negative index or a stage name',
    argument: 'stage',
    freezes: 'argument',
    pretrained: true,
  },
} as const satisfies Readonly<Record<string, StrategyEntry>>;

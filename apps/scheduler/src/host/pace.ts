import type { Clock } from '@frostline/base';

/** Work that is done, of work that there is. */
export interface Work {
  readonly runs: number;
  readonly work: number;
}

/** Seconds left at the pace since it first was asked; undefined before there is a pace. */
export class Pace {
  private begin: { readonly at: number; readonly work: number } | undefined;

  constructor(private readonly clock: Clock) {}

  left({ runs, work }: Work): number | undefined {
    const at = this.clock.monotonic();
    this.begin ??= { at, work };
    const worked = work - this.begin.work;
    return worked <= 0 ? undefined : ((at - this.begin.at) / 1000 / worked) * (runs - work);
  }
}

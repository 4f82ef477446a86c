/** What the reading verbs print with `--json`, as far as the tests look at it. */
export interface PrintedTrial {
  readonly trialId: string;
  readonly rank: number | null;
  readonly state: string;
  readonly settings: {
    readonly backbone: string;
    readonly freeze: string;
    readonly learning_rate: number;
    readonly loss: string;
  };
  readonly score?: number;
  readonly values?: Readonly<Record<string, number>>;
  readonly foldScores: readonly (number | null)[];
  readonly foldMean: number | null;
  readonly foldSd: number | null;
  readonly quarantined: number;
}

export interface PrintedLeaderboard {
  readonly sweep: { readonly id: string; readonly name: string; readonly metric: string };
  readonly trials: readonly PrintedTrial[];
}

export interface PrintedAttempt {
  readonly attempt: number;
  readonly outcome: string;
  readonly failure: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

export interface PrintedDetail {
  readonly home: string;
  readonly state: string;
  readonly runs: readonly {
    readonly fold: number;
    readonly state: string;
    readonly attempts: number;
    readonly result?: { readonly outOfFold: string; readonly test: string; readonly weightsSha256: string };
    readonly history: readonly PrintedAttempt[];
  }[];
  readonly quarantined: readonly {
    readonly split: string;
    readonly id: string;
    readonly path: string;
    readonly reason: string;
  }[];
  readonly curves: readonly {
    readonly fold: number;
    readonly points: readonly { readonly step: number; readonly name: string; readonly value: number }[];
  }[];
}

export interface PrintedSubmission {
  readonly trialId: string;
  readonly rows: number;
  readonly missing: readonly string[];
  readonly solution?: Readonly<Record<string, number>>;
}

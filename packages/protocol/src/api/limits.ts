/** Trials that one request may compare. */
export const MOST_COMPARED = 10;

/** Trials whose curves one request may ask for. */
export const MOST_CURVES = 200;

/** Wrong predictions that one request may ask for. */
export const MOST_MISTAKES = 1_000;

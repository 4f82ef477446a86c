/** A resampling kernel: its weight at distance `x`, in output pixels, zero beyond `support`. */
export interface ResampleFilter {
  readonly support: number;
  weight(x: number): number;
}

const bilinear: ResampleFilter = {
  support: 1,
  weight: (x) => Math.max(0, 1 - Math.abs(x)),
};

/** Keys' cubic with a = -0.5, as in Pillow. */
const bicubic: ResampleFilter = {
  support: 2,
  weight(x) {
    const a = -0.5;
    const d = Math.abs(x);
    if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
    return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
  },
};

export const resampleFilters = { bilinear, bicubic } as const;
export type FilterName = keyof typeof resampleFilters;

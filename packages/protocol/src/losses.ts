/** Settings that some losses have no use for. */
export type LossSetting = 'label_smoothing' | 'class_weights' | 'focal_gamma';

/** What each loss uses of them: what the planner must know of it without tensors. */
const lossSettings = {
  cross_entropy: ['label_smoothing', 'class_weights'],
  focal: ['class_weights', 'focal_gamma'],
  soft_f1: [],
  bce: ['label_smoothing', 'class_weights'],
} as const satisfies Readonly<Record<string, readonly LossSetting[]>>;

/** What a loss uses of them: one of one's own may use all. */
export function usedByLoss(loss: string): readonly LossSetting[] {
  return Object.hasOwn(lossSettings, loss)
    ? lossSettings[loss as LossName]
    : ['label_smoothing', 'class_weights', 'focal_gamma'];
}

export type LossName = keyof typeof lossSettings;
export const lossNames = Object.keys(lossSettings) as [LossName, ...LossName[]];

/** How many checkpoints a run keeps: the newest, and one to fall back to when it is damaged. */
export const KEPT_CHECKPOINTS = 2;

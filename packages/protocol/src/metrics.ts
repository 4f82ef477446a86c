import { z } from 'zod';

export const goals = ['maximize', 'minimize'] as const;
/** Which way a metric is better. */
export type Goal = (typeof goals)[number];

/** Every metric that Frostline has, and which way it is better: what the planner must know of it. */
export const metricGoals = {
  accuracy: 'maximize',
  balanced_accuracy: 'maximize',
  macro_f1: 'maximize',
  micro_f1: 'maximize',
  weighted_f1: 'maximize',
  log_loss: 'minimize',
  auc: 'maximize',
  kappa: 'maximize',
  quadratic_kappa: 'maximize',
  top3_accuracy: 'maximize',
  top5_accuracy: 'maximize',
} as const satisfies Readonly<Record<string, Goal>>;

export type MetricName = keyof typeof metricGoals;
export const metricNames = Object.keys(metricGoals) as [MetricName, ...MetricName[]];
export const metricName = z.enum(metricNames);

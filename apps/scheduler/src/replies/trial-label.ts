import type { TrialSettings } from '@frostline/protocol';

/** How people are told of a trial in a line: its backbone and what is frozen. */
export function trialLabel({ backbone, freeze }: Pick<TrialSettings, 'backbone' | 'freeze'>): string {
  return `${backbone} ${freeze}`;
}

import type { SomeSettings, LeaderboardTrial } from '@frostline/protocol';
import { settingLabel, settingText } from './settings.js';
import { shortId } from './trials.js';

/** Settings that a name tells beside the backbone: more would hide the line that it names. */
const most = 2;

/**
 * Names trials beside one another, for a legend that shows their freeze strategies anyway: by what else differs among
 * them, the backbone first, else by the backbone that they share.
 *
 * @param common what all trials of the sweep have
 */
export function legendNames(
  trials: readonly Pick<LeaderboardTrial, 'id' | 'settings'>[],
  common: SomeSettings,
): string[] {
  const settings = [...new Set(trials.flatMap((trial) => Object.keys(trial.settings)))];
  const differing = settings.filter(
    (setting) => new Set(trials.map((trial) => settingText(trial.settings[setting]))).size > 1,
  );
  const others = differing.filter((setting) => setting !== 'freeze' && setting !== 'backbone').slice(0, most);
  return trials.map(({ id, settings: own }) => {
    const backbone = own['backbone'] ?? common['backbone'];
    const words = [
      ...(backbone !== undefined && (differing.includes('backbone') || others.length === 0)
        ? [settingText(backbone)]
        : []),
      ...others.map((setting) => `${settingLabel(setting)} ${settingText(own[setting])}`),
    ];
    return words.length === 0 ? shortId(id) : words.join(' · ');
  });
}

/** Names of trials where nothing else is shown of them: as `legendNames`, with the strategy where it differs. */
export function distinctNames(
  trials: readonly Pick<LeaderboardTrial, 'id' | 'settings'>[],
  common: SomeSettings,
): string[] {
  const names = legendNames(trials, common);
  const freezes = trials.map(({ settings }) => settings['freeze'] ?? null);
  const whole = names.map((name, index) => {
    const freeze = freezes[index] ?? null;
    return new Set(freezes).size > 1 && freeze !== null ? `${name} · ${settingText(freeze)}` : name;
  });
  return whole.map((name, index) =>
    whole.filter((other) => other === name).length > 1
      ? `${name} · ${shortId(trials[index]?.id ?? '')}`
      : name,
  );
}

import path from 'node:path';
import type { TrialSettings } from '@frostline/protocol';
import type { Ledger } from './ledger.js';

/**
 * A file's place as the ledger keeps it: relative to the state folder where both lie in the folder of the sweep file,
 * so that the folder may move with all that is in it; otherwise as it is. Relative ones begin with a dot, which no name
 * of weights does.
 */
export function storedPlace(ledger: Ledger, sweepFile: string, place: string): string {
  if (!path.isAbsolute(sweepFile) || !path.isAbsolute(place)) return place;
  const home = homeOf(ledger);
  const project = path.dirname(sweepFile);
  if (!isBelow(project, home) || !isBelow(project, place)) return place;
  const relative = path.relative(home, place).replaceAll(path.sep, '/');
  return relative.startsWith('../') ? relative : `./${relative}`;
}

/** The place of a file, absolute if it was when it was stored. */
export function foundPlace(ledger: Ledger, stored: string): string {
  return /^\.\.?\//.test(stored) ? path.resolve(homeOf(ledger), stored) : stored;
}

/** A trial's settings from the JSON text in which the ledger keeps them. */
export function loadSettings(ledger: Ledger, text: string): TrialSettings {
  const settings = JSON.parse(text) as TrialSettings;
  const weights = foundPlace(ledger, settings.weights);
  return weights === settings.weights ? settings : { ...settings, weights };
}

function homeOf({ file }: Ledger): string {
  return path.resolve(path.dirname(file));
}

function isBelow(folder: string, place: string): boolean {
  const step = path.relative(folder, place);
  return !path.isAbsolute(step) && step.split(path.sep)[0] !== '..';
}

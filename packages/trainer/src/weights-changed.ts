import { InputError } from '@frostline/base';

/** A file that a sweep's trials begin with is no longer the one that the sweep was planned with. */
export const weightsChanged = (place: string, found: string, allowed: string): InputError =>
  new InputError('weights-changed', 'the weights changed while their sweep was running', {
    place,
    found,
    allowed,
    fix: 'restore the file, or launch the sweep file again: with other weights its trials are new ones',
  });

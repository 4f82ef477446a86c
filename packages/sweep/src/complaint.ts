import { InputError } from '@frostline/base';

/** What is wrong with an input, as the error that reading it throws; undefined where nothing is. */
export function complaintOf(read: () => unknown): InputError | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

import { InputError } from '@frostline/base';

/**
 * Imports the first package that loads. What is not installed is passed over; what is broken is told.
 *
 * @throws InputError `engine-missing` when none loads
 */
export async function importFirst(names: readonly string[]): Promise<void> {
  const broken: unknown[] = [];
  for (const name of names)
    try {
      await import(name);
      return;
    } catch (error) {
      if (!isAbsent(error, name)) broken.push(error);
    }
  throw new InputError('engine-missing', 'engine tensorflow is not installed', {
    ...(broken.length > 0 && { found: broken.map((error) => String(error).split('\n')[0]).join('; ') }),
    fix:
      '`npm run setup:gpu` installs it for CUDA 11.2; ' +
      '`npm run setup:tensorflow -- --wheel FILE` builds it on the TensorFlow of a Python wheel',
    cause: broken[0],
  });
}

function isAbsent(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${name}'`);
}

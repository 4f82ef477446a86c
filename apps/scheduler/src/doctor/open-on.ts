/*
 * Opens an engine on a device, in a process of its own: what a driver does wrong must not end the doctor, and one process
 * has TensorFlow on one device only. Prints one line of JSON: the numerics class, or what is missing.
 */
import { FrostlineError, parseDevice } from '@frostline/base';
import { engineName } from '@frostline/protocol';

const [name, device = 'cpu'] = process.argv.slice(2);

async function open(): Promise<{ opened: string } | { missing: string; fix: string | undefined }> {
  try {
    const { openEngine } = await import('@frostline/engine');
    const engine = await openEngine({ name: engineName.parse(name), device: parseDevice(device) });
    return { opened: engine.numericsClass };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const fix = error instanceof FrostlineError ? error.details.fix : undefined;
    // The report has a column for it.
    return { missing: fix === undefined ? message : message.replace(`; ${fix}`, ''), fix };
  }
}

process.stdout.write(`${JSON.stringify(await open())}\n`);
process.exit(0);

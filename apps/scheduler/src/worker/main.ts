import { parseDevice } from '@frostline/base';
import { engineName, precisionName, workerCommand, type WorkerMessage } from '@frostline/protocol';
import { Trainer } from './trainer.js';

/**
 * A worker: the child process that trains. It does one run at a time, says what happens over the IPC channel, and
 * waits for the acknowledgement of whatever must be durable. It ends with the channel: its owner is gone then.
 */
async function serve(): Promise<void> {
  const send = (message: WorkerMessage): void => {
    process.send?.(message);
  };
  const { FROSTLINE_DEVICE: slot = 'cpu:0', ...env } = process.env;
  const choice = {
    name: engineName.default('onnxruntime').parse(env['FROSTLINE_ENGINE']),
    device: parseDevice(env['FROSTLINE_COMPUTE'] ?? 'cpu'),
    precision: precisionName.default('fp32').parse(env['FROSTLINE_PRECISION']),
  };
  const trainer = new Trainer(slot, choice, send);
  process.on('disconnect', () => process.exit(0));
  process.on('message', (raw) => {
    const command = workerCommand.parse(raw);
    switch (command.type) {
      case 'run':
        void trainer.run(command.assignment);
        break;
      case 'ack':
        trainer.acknowledged(command);
        break;
      case 'stop':
        trainer.stop();
        break;
    }
  });
  await trainer.open();
  trainer.announce();
}

serve().catch((error: unknown) => {
  // The owner reads the last line.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

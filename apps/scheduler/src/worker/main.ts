import { engineName, workerCommand, type WorkerMessage } from '@frostline/protocol';
import { Trainer } from './trainer.js';

/**
 * A worker: the child process that trains. It does one run at a time, says what happens over the IPC channel, and
 * waits for the acknowledgement of whatever must be durable. It ends with the channel: its owner is gone then.
 */
function serve(): void {
  const send = (message: WorkerMessage): void => {
    process.send?.(message);
  };
  const { FROSTLINE_DEVICE: device = 'cpu:0', FROSTLINE_ENGINE: engine } = process.env;
  const trainer = new Trainer(device, engineName.default('onnxruntime').parse(engine), send);
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
  trainer.announce();
}

serve();

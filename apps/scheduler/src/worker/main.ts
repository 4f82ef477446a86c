import { workerCommand, type WorkerMessage } from '@frostline/protocol';
import { Trainer } from './trainer.js';

/**
 * A worker: the child process that trains. It does one run at a time, says what happens over the IPC channel, and
 * waits for the acknowledgement of whatever must be durable. It ends with the channel: its owner is gone then.
 */
function serve(): void {
  const send = (message: WorkerMessage): void => {
    process.send?.(message);
  };
  const trainer = new Trainer(process.env['FROSTLINE_DEVICE'] ?? 'cpu:0', send);
  process.on('disconnect', () => process.exit(0));
  process.on('message', (raw) => {
    const command = workerCommand.parse(raw);
    switch (command.type) {
      case 'run':
        void trainer.run(command.assignment);
        break;
      case 'ack':
        trainer.acknowledged(command.sequence);
        break;
      case 'stop':
        trainer.stop();
        break;
    }
  });
  trainer.announce();
}

serve();

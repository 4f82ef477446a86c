import { parentPort } from 'node:worker_threads';
import { InputError } from '@frostline/base';
import { makeSquare } from './make-square.js';
import type { ThreadReply, ThreadTask } from './square-pool.js';

/** A thread of a SquarePool: answers each task with a square, or with why there is none. */
parentPort?.on('message', ({ number, task }: ThreadTask) => {
  void makeSquare(task)
    .then(
      (square): ThreadReply => ({ number, square }),
      (error: unknown): ThreadReply => ({ number, failure: failureOf(error) }),
    )
    .then((reply) => parentPort?.postMessage(reply));
});

function failureOf(error: unknown): NonNullable<ThreadReply['failure']> {
  const message = error instanceof Error ? error.message : String(error);
  return { message, ...(error instanceof InputError && { code: error.code }) };
}

import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { InputError, InternalError } from '@frostline/base';
import type { Square } from './known-squares.js';
import { makeSquare, type SquareTask } from './make-square.js';

/** What a thread is told, and what it answers; several of a thread's tasks may be open at the same time. */
export interface ThreadTask {
  readonly number: number;
  readonly task: SquareTask;
}
export interface ThreadReply {
  readonly number: number;
  readonly square?: Square;
  /** The code is an InputError's. */
  readonly failure?: { readonly message: string; readonly code?: string };
}

/** Fewer images are decoded before threads have started. */
const WORTH_THREADS = 200;
/** Images that a thread has at the same time, since a decoder waits for the disk; each may be 150 MB of pixels. */
const PER_THREAD = 2;

/** Threads that read, decode and resize images, as many as there are cores; none for a few images. */
export class SquarePool {
  private readonly threads: Thread[];

  /** @param images how many there are to decode */
  constructor(images: number) {
    const count = images < WORTH_THREADS ? 0 : os.availableParallelism();
    this.threads = Array.from({ length: count }, () => new Thread());
  }

  /** How many tasks keep all threads at work. */
  get atOnce(): number {
    return Math.max(2 * PER_THREAD, PER_THREAD * this.threads.length);
  }

  /** @throws InputError `image-changed` */
  make(task: SquareTask): Promise<Square> {
    const [idlest] = [...this.threads].sort((a, b) => a.waiting - b.waiting);
    return idlest === undefined ? makeSquare(task) : idlest.make(task);
  }

  /** Ends the threads; what they were making is lost. */
  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}

interface Open {
  resolve(square: Square): void;
  reject(error: unknown): void;
}

class Thread {
  private readonly worker: Worker;
  private readonly open = new Map<number, Open>();
  private number = 0;

  constructor() {
    // Threads run what was built, also where this file runs as it was written.
    const file = fileURLToPath(new URL('../dist/square-thread.js', import.meta.url));
    this.worker = new Worker(file, { execArgv: [] });
    this.worker.on('message', (reply: ThreadReply) => {
      this.settle(reply);
    });
    this.worker.on('error', (error) => {
      this.fail(error);
    });
    this.worker.on('exit', () => {
      this.fail(new InternalError('a thread that decodes images has ended'));
    });
  }

  get waiting(): number {
    return this.open.size;
  }

  make(task: SquareTask): Promise<Square> {
    const number = this.number++;
    return new Promise((resolve, reject) => {
      this.open.set(number, { resolve, reject });
      this.worker.postMessage({ number, task } satisfies ThreadTask);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private settle({ number, square, failure }: ThreadReply): void {
    const open = this.open.get(number);
    this.open.delete(number);
    if (square !== undefined) open?.resolve(square);
    else if (failure?.code === undefined) open?.reject(new Error(failure?.message));
    else open?.reject(new InputError(failure.code, failure.message));
  }

  private fail(error: unknown): void {
    for (const { reject } of this.open.values()) reject(error);
    this.open.clear();
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { FrostlineError } from '@frostline/base';

/** One side of the comparison: a process that answers each line of JSON with a line of JSON. */
export class Side {
  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
    private readonly complaint: () => string,
    private readonly name: string,
  ) {}

  /**
   * Starts the process and reads its greeting.
   *
   * @throws FrostlineError `bench-side` when it cannot be started or ends without an answer
   */
  static async start<Greeting>(
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
  ): Promise<{ side: Side; greeting: Greeting }> {
    const child = spawn(command, args, { stdio: 'pipe', env: { ...process.env, ...env } });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-4000);
    });
    child.on('error', (error) => {
      errors += error.message;
    });
    // Writing to a process that has ended is told by the answer that does not come.
    child.stdin.on('error', () => undefined);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const side = new Side(child, lines, () => errors.trim(), command);
    return { side, greeting: await side.answer<Greeting>() };
  }

  async ask<Answer>(request: object): Promise<Answer> {
    this.child.stdin?.write(`${JSON.stringify(request)}\n`);
    return this.answer<Answer>();
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.pid === undefined) return;
    const gone = once(this.child, 'exit');
    this.child.stdin?.end();
    await gone;
  }

  private async answer<Answer>(): Promise<Answer> {
    const line = await this.lines.next();
    if (line.done !== true) return JSON.parse(line.value) as Answer;
    throw new FrostlineError('bench-side', 'a side of the benchmark ended without an answer', {
      place: this.name,
      found: this.complaint(),
    });
  }
}

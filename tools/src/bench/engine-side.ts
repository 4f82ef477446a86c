import { createInterface } from 'node:readline';
import { openEngine } from '@frostline/engine';
import { openNet, type BenchNet, type OpenNet } from './engine/open-net.js';

/**
 * Our side of `npm run bench:engine`, a process of its own as a worker is one: answers each line with a line.
 *
 *   node tools/dist/bench/engine-side.js THREADS
 *
 * {"open": …} → {}, writes the weights for the other side; {"run": {"batch", "rate"}} → {"ms", "loss"}; {"close": true} → {}
 */
type Request = { open: OpenNet } | { run: { batch: number; rate: number } } | { close: true };

const engine = await openEngine({ name: 'onnxruntime', threads: Number(process.argv[2] ?? '1') });
let net: BenchNet | undefined;

async function answer(request: Request): Promise<object> {
  if ('open' in request) {
    net = await openNet(engine, request.open);
    return {};
  }
  if ('run' in request) {
    const start = performance.now();
    const loss = await net?.run(request.run.batch, request.run.rate);
    return { ms: performance.now() - start, loss };
  }
  await net?.close();
  net = undefined;
  return {};
}

process.stdout.write(`${JSON.stringify({ numericsClass: engine.numericsClass })}\n`);
for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Request))}\n`);

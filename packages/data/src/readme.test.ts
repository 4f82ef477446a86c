import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';

it("the README's example runs on the sample competition and sees each image of a fold once", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const home = mkdtempSync(path.join(tmpdir(), 'frostline-readme-'));
  const code = `${example.replace("'.frostline'", JSON.stringify(home))}
    const seen = [...batches(order, 32, true)].map(({ indices }) => indices.length);
    process.stdout.write(JSON.stringify({ seen, unique: new Set(order).size }));`;
  const root = path.resolve(import.meta.dirname, '../../..');
  const child = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(child.stderr).toBe('');
  expect(JSON.parse(child.stdout)).toEqual({ seen: [32, 32, 32, 32, 32, 32], unique: 200 });
});

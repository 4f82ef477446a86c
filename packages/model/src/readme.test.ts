import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { strategyCatalog } from './index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README', () => {
  it('its example runs as plain JavaScript and prints what its comments say', () => {
    const [, example = ''] = /<!-- example: module -->\s+```js\n(.*?)```/s.exec(readme) ?? [];
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', example], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      encoding: 'utf8',
    });
    expect(printed).toBe(`MyModel(
  (conv1): Conv2d(3, 20, kernel_size=(5, 5), stride=(1, 1))
  (conv2): Conv2d(20, 20, kernel_size=(5, 5), stride=(1, 1))
)
3
[ 'conv1.weight', 'conv1.bias', 'conv2.weight', 'conv2.bias' ]
[ 1, 20, 248, 248 ]
[ 'conv2.weight', 'conv2.bias' ]
`);
  });

  it('its table lists the strategies that exist', () => {
    const rows = [...readme.matchAll(/^\| `(.*?)`/gm)].map(([, syntax]) => syntax);
    expect(rows).toEqual(strategyCatalog.map(({ syntax }) => syntax));
  });
});

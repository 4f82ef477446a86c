import { expect, it } from 'vitest';
import { benchOptions } from './options.js';
import { rows } from './rows.js';

it('all rows on one thread unless told otherwise', () => {
  const options = benchOptions(['--python', 'python3'], '/here');
  expect(options).toEqual({ python: 'python3', threads: 1, json: undefined, rows });
});

it('one row, other threads, paths from where the command was called', () => {
  const argv = [
    '--python',
    './env/python',
    '--threads',
    '2',
    '--json',
    'out.json',
    '--only',
    'resnet18-64-b32-step',
  ];
  const options = benchOptions(argv, '/here');
  expect(options).toMatchObject({ python: '/here/env/python', threads: 2, json: '/here/out.json' });
  expect(options.rows.map(({ name }) => name)).toEqual(['resnet18-64-b32-step']);
});

it.each([
  ['no interpreter', [], '--python'],
  ['no number of threads', ['--python', 'x', '--threads', '0'], '--threads'],
  ['a row that is not there', ['--python', 'x', '--only', 'resnet50'], 'resnet18-224-b16-forward'],
  ['an option that is not there', ['--python', 'x', '--fast'], '--fast'],
])('%s is wrong usage', (_name, argv, message) => {
  expect(() => benchOptions(argv, '/here')).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) as string }) as Error,
  );
});

it('the rows have the names that are published', () => {
  expect(rows.map(({ name }) => name)).toEqual([
    'resnet18-224-b16-forward',
    'resnet18-224-b16-step',
    'resnet18-64-b32-forward',
    'resnet18-64-b32-step',
    'mobilenet_v3_small-224-b32-forward',
    'mobilenet_v3_small-224-b32-step',
    'efficientnet_b0-224-b16-step',
    'convnext_tiny-224-b8-step',
    'resnet18-224-b16-last-stage-step',
  ]);
});

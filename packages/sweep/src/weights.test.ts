import { expect, it } from 'vitest';
import { loadSweep } from './load-sweep.js';
import { catalog } from './testing/catalog.js';
import { weightsFilesOf } from './weights.js';

const filesOf = (rest: string): string[] =>
  weightsFilesOf(
    loadSweep(`name: t\ncompetition: c.yaml\nmethod: grid\n${rest}`, { file: 's', catalog }),
    catalog,
  );

it('the weights files of a sweep are those of trial, of parameters and of every branch, without auto and tags', () => {
  expect(filesOf('trial: { backbone: resnet18, freeze: head }\n')).toEqual([]);
  expect(filesOf('trial: { backbone: resnet18, freeze: head, weights: a.st }\n')).toEqual(['a.st']);
  expect(
    filesOf(
      'trial: { backbone: resnet18, freeze: head }\nparameters: { weights: { values: [auto, b, squeezenet1_1.sample, b] } }\n',
    ),
  ).toEqual(['b']);
  expect(
    filesOf(
      'trial: { backbone: resnet18 }\nparameters:\n  freeze: { values: [head, full] }\n  weights: { per: freeze, values: { head: [a, b], default: { value: c } } }\n',
    ),
  ).toEqual(['a', 'b', 'c']);
});

it('default is the tag of each backbone that the sweep names', () => {
  expect(filesOf('trial: { backbone: resnet18, freeze: head, weights: default }\n')).toEqual([
    'resnet18.IMAGENET1K_V1',
  ]);
  expect(
    filesOf(
      'trial: { freeze: head, weights: default }\nparameters: { backbone: { values: [resnet18, squeezenet1_1] } }\n',
    ),
  ).toEqual(['squeezenet1_1.IMAGENET1K_V1', 'resnet18.IMAGENET1K_V1']);
});

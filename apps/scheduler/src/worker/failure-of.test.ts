import { InputError } from '@frostline/base';
import { trialSettings } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { failureOf } from './failure-of.js';

const settings = trialSettings.parse({ backbone: 'net', freeze: 'full', batch_size: 32 });

function shortage(): unknown {
  try {
    return new ArrayBuffer(2 ** 52);
  } catch (error) {
    return error;
  }
}

describe('failureOf', () => {
  it('tells want of memory from a defect, with the batch, and what helps', () => {
    expect(failureOf(shortage(), { settings, parts: 4 })).toEqual({
      type: 'failed',
      failure: 'out-of-memory',
      code: 'out-of-memory',
      message:
        'no memory for a batch of 32 in 4 parts; what helps for good: a smaller image_size or backbone, ' +
        'or fewer workers\nArray buffer allocation failed',
    });
    expect(failureOf(shortage(), { settings, parts: 1 })).toMatchObject({
      message: expect.stringContaining('no memory for a batch of 32; ') as string,
    });
  });

  it('keeps the stack of a defect, and of nothing else', () => {
    const defect = new Error('no such thing');
    expect(failureOf(defect, { settings, parts: 1 })).toMatchObject({
      failure: 'bug',
      code: 'unexpected',
      message: `no such thing\n${defect.stack}`,
    });
    const input = new InputError('bad-weights', 'they are called "out of memory"');
    expect(failureOf(input, { settings, parts: 1 })).toEqual({
      type: 'failed',
      failure: 'bad-input',
      code: 'bad-weights',
      message: input.message,
    });
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    expect(failureOf(full, { settings, parts: 1 })).toMatchObject({ failure: 'disk-full' });
  });
});

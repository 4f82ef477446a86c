import type { FreezePhase, FreezeSchedule, FreezeState } from '@frostline/model';
import { describe, expect, it } from 'vitest';
import { constantFreeze } from './constant-freeze.js';

const keys = ['stem.weight', 'head.weight'];

const state = (rates: Record<string, number> = {}): FreezeState => ({
  frozenStages: 0,
  evalStages: new Set(),
  trains: (key) => key !== 'stem.weight',
  rateScale: (key) => rates[key] ?? 1,
});
const schedule = (...phases: FreezePhase[]): FreezeSchedule => ({
  text: 'thaw',
  pretrained: true,
  phases,
  at: () => state(),
});

describe('constantFreeze', () => {
  it('gives the only state, whatever the rate of a parameter that does not train', () => {
    const only = state({ 'stem.weight': 0.1 });
    expect(constantFreeze(schedule({ firstEpoch: 0, state: only }), keys)).toBe(only);
  });

  it('refuses a schedule that thaws later', () => {
    const phases = [0, 3].map((firstEpoch) => ({ firstEpoch, state: state() }));
    expect(() => constantFreeze(schedule(...phases), keys)).toThrow(
      'does not change what is frozen between epochs; found "thaw, with 2 phases"',
    );
  });

  it('refuses a rate of its own for a parameter', () => {
    const scaled = { firstEpoch: 0, state: state({ 'head.weight': 0.5 }) };
    expect(() => constantFreeze(schedule(scaled), keys)).toThrow(
      'one learning rate for all parameters; found "thaw, with 0.5 times the rate for head.weight"',
    );
  });
});

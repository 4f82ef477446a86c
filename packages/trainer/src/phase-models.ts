import type { HostRecord } from '@frostline/engine';
import { applyFreeze, type BackboneFacts, type FreezePhase, type FreezeSchedule } from '@frostline/model';
import type { Normalization } from '@frostline/protocol';
import { parameterGroups } from './parameter-groups.js';
import type { OnnxPrefix } from './onnx-models.js';
import type { PhaseModel } from './phase-model.js';
import type { TrialNet } from './trial-net.js';

interface Net extends Pick<TrialNet, 'identity' | 'facts' | 'create'> {
  /** The model in a file that stands for its frozen stages; absent where they are its own. */
  readonly onnx?: OnnxPrefix | undefined;
  /** What it begins with. */
  readonly initial: HostRecord;
  readonly normalization: Normalization;
}

/** A net in each phase of a freeze schedule of so many epochs, in order. */
export function phaseModels(net: Net, { text, phases }: FreezeSchedule, epochs: number): PhaseModel[] {
  const { facts, initial, normalization, onnx } = net;
  const order = [...net.create().namedParameters()].map(([key]) => key);
  return phases.map(({ firstEpoch, restarts, state: freeze }, index) => {
    const { frozenStages, evalStages } = freeze;
    const groups = parameterGroups(phases, index, order);
    const identity = { ...net.identity, frozenStages };
    // Its values are never read: steps bring theirs.
    const backbone = net.create();
    applyFreeze(backbone, freeze);
    return {
      description: `${facts.name} ${text}`,
      backboneName: facts.name,
      identity,
      trainingIdentity: {
        ...identity,
        evalStages: [...evalStages].sort((a, b) => a - b),
        groups: groups.map(({ keys, penalty }) => ({ keys, towards: penalty?.towards })),
      },
      backbone,
      freeze,
      normalization,
      onnx,
      firstEpoch,
      restarts,
      schedule: scheduleOf(phases, index, epochs),
      ...cut(initial, facts, frozenStages),
      groups,
      headRateScale: freeze.rateScale(facts.stages.at(-1)?.parameterKeys[0] ?? ''),
    };
  });
}

/** What the frozen stages hold, and what the others. */
function cut(state: HostRecord, { stages }: BackboneFacts, frozenStages: number) {
  const frozen = new Set(
    stages.slice(0, frozenStages).flatMap((stage) => [...stage.parameterKeys, ...stage.bufferKeys]),
  );
  const entries = Object.entries(state);
  return {
    prefix: Object.fromEntries(entries.filter(([key]) => frozen.has(key))),
    tail: Object.fromEntries(entries.filter(([key]) => !frozen.has(key))),
  };
}

function scheduleOf(phases: readonly FreezePhase[], index: number, epochs: number): PhaseModel['schedule'] {
  const first = phases.slice(0, index + 1).findLast(({ restarts }) => restarts)?.firstEpoch ?? 0;
  const next = phases.slice(index + 1).find(({ restarts }) => restarts)?.firstEpoch ?? epochs;
  return { firstEpoch: first, epochs: next - first };
}

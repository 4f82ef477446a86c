import {
  badExport,
  loadOwnModule,
  nameOfExport,
  tryExport,
  type InputError,
  type LoadedModule,
} from '@frostline/base';
import { inferShapes, ops, valueAndGradients, type Tensor } from '@frostline/engine';
import { lossNames, trialSettings } from '@frostline/protocol';
import type { Loss } from './loss.js';

const activations: readonly unknown[] = [undefined, 'softmax', 'sigmoid'];

/**
 * The loss that a module of one's own exports by default, checked: it is traced and differentiated once. Its name has the
 * module's digest in it.
 *
 * @param file absolute path of the module
 * @throws InputError `file-missing`, `bad-module`
 */
export async function loadOwnLoss(
  file: string,
  place: string = file,
): Promise<LoadedModule & { readonly loss: Loss }> {
  const module = await loadOwnModule(file, place);
  const loss = checkLoss(module.exported, place);
  return { ...module, loss: { ...loss, name: `${loss.name}#${module.digest}` } };
}

function checkLoss(exported: unknown, place: string): Loss {
  const given = (typeof exported === 'object' ? (exported ?? {}) : {}) as Partial<Loss>;
  const { loss, scalars, activation } = given;
  const wrong = (found: unknown, allowed: string, fix?: string): InputError =>
    badExport('loss', { place, found, allowed, ...(fix !== undefined && { fix }) });
  const name = nameOfExport('loss', exported, {
    taken: lossNames,
    members: 'name and loss',
    place,
    fix: "export default { name: 'mine', loss: ({ ops, logits, labels }) => … }",
  });
  if (typeof loss !== 'function')
    throw wrong(
      `loss ${JSON.stringify(loss)}`,
      'a function of { ops, logits, labels, classWeights, scalars }',
    );
  if (!activations.includes(activation))
    throw wrong(`activation ${JSON.stringify(activation)}`, 'softmax or sigmoid');
  if (scalars !== undefined && typeof scalars !== 'function')
    throw wrong(
      `scalars ${JSON.stringify(scalars)}`,
      'a function of the settings that gives numbers by name',
    );
  const checked: Loss = { ...(given as Loss), name };
  const numbers = attempt(
    () => scalars?.(trialSettings.parse({ backbone: 'any', freeze: 'full' })) ?? {},
    place,
  );
  for (const [key, value] of Object.entries(numbers))
    if (!Number.isFinite(value)) throw wrong(`scalars gave ${key}: ${String(value)}`, 'finite numbers');
  const { shape, differentiable } = attempt(() => traced(checked, Object.keys(numbers)), place);
  if (shape.length > 0)
    throw wrong(
      `loss gave [${shape.join(', ')}]`,
      'one value: a tensor without axes',
      'end with ops.mean(…)',
    );
  if (!differentiable)
    throw wrong('a loss that does not depend on the logits', 'one that has a gradient by them');
  return checked;
}

/** What a loss gives for two images of three classes, found without values, as a step is compiled. */
function traced(
  { loss }: Loss,
  scalars: readonly string[],
): { readonly shape: readonly number[]; readonly differentiable: boolean } {
  let shape: readonly number[] = [];
  let differentiable = false;
  inferShapes({
    name: 'a loss',
    state: {},
    batch: {
      logits: { shape: [2, 3], dtype: 'float32' },
      labels: { shape: [2], dtype: 'int32' },
      classWeights: { shape: [3], dtype: 'float32' },
    },
    scalars,
    step({ batch, scalars: numbers }) {
      const { logits, labels, classWeights } = batch as Record<'logits' | 'labels' | 'classWeights', Tensor>;
      const given = { ops, logits, labels, classWeights, scalars: numbers };
      const value = loss(given);
      shape = value.shape;
      if (shape.length > 0) return { state: {}, outputs: {} };
      const [gradient] = valueAndGradients(() => ({ loss: loss(given) }), [logits]).gradients;
      differentiable = gradient !== null && gradient !== undefined;
      return { state: {}, outputs: { loss: value } };
    },
  });
  return { shape, differentiable };
}

function attempt<Result>(run: () => Result, place: string): Result {
  return tryExport(run, 'the loss cannot be compiled', {
    place,
    allowed: 'operations of `ops` on tensors; none of their values can be read',
  });
}

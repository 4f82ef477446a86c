import { engineNames, precisionNames } from '@frostline/base';
import { z } from 'zod';
import { lossNames } from './losses.js';
import { ownModule } from './own-module.js';
import { normalizationNames, normalizationPattern, parseNormalization } from './normalization.js';

const optimizerNames = ['sgd', 'adam', 'adamw', 'rmsprop', 'lion', 'lamb'] as const;
const scheduleNames = ['constant', 'cosine', 'step', 'one_cycle'] as const;
const samplerNames = ['shuffle', 'weighted', 'balanced'] as const;
const classWeightNames = ['none', 'balanced', 'sqrt'] as const;

/** Whether it is a word that stands for other weights with every backbone. */
export const isWeightsKeyword = (weights: string): weights is 'auto' | 'default' =>
  weights === 'auto' || weights === 'default';

/**
 * The settings of one trial, under the names that stand in sweep.yaml, in the ledger, on the leaderboard and in the API.
 * A trial's identity is the hash of its settings (with the competition and its folds), so every default is written out
 * here and nowhere else.
 */
export const trialSettings = z.strictObject({
  backbone: z
    .string()
    .min(1)
    .describe(
      'Architecture under its torchvision name, e.g. shufflenet_v2_x0_5; or any model in a file, onnx:path/model.onnx or onnx:path/model.onnx#output, of which only a new head trains',
    ),
  freeze: z
    .string()
    .min(1)
    .describe(
      'Freeze strategy, e.g. head, until:1, until:stage3, lp-ft:2, full; what each trains is listed below',
    ),
  weights: z
    .string()
    .min(1)
    .default('auto')
    .describe(
      'Weights tag such as resnet50.IMAGENET1K_V2 (fetched from the Hugging Face hub unless its cache has them), a safetensors file, or a folder that holds one; default is the best-known tag of the backbone, auto the one that ships with Frostline; scratch ignores it',
    ),
  image_size: z
    .int()
    .min(16)
    .max(1024)
    .default(64)
    .describe('Side of the square the images are resized to, pixels'),
  normalization: z
    .string()
    .regex(normalizationPattern)
    .refine((text) => text === 'auto' || parseNormalization(text) !== undefined, {
      message: 'mean and standard deviation are three numbers each, and the latter are more than 0',
    })
    .meta({ examples: ['auto', ...normalizationNames, '0.48,0.46,0.41/0.23,0.22,0.22'] })
    .default('auto')
    .describe(
      'What pixels are normalised with: auto for what the weights say, imagenet, inception (all 0.5), clip, none, or mean and standard deviation of red, green and blue in 0..1',
    ),
  epochs: z.int().min(1).max(10_000).default(10).describe('Passes over the training images'),
  batch_size: z.int().min(1).max(4096).default(32).describe('Images per batch'),
  accumulate: z
    .int()
    .min(1)
    .max(1024)
    .default(1)
    .describe('Batches per optimizer step: their gradients are averaged, as if they were one'),
  sampler: z
    .enum(samplerNames)
    .default('shuffle')
    .describe(
      'What an epoch sees: shuffle, each image once; weighted, draws with replacement by class_weights, which the loss then leaves alone; balanced, as many images of each class',
    ),
  optimizer: z
    .enum(optimizerNames)
    .default('sgd')
    .describe("Update rule, equal to torch.optim; lion and lamb to timm's"),
  learning_rate: z.number().positive().max(100).default(0.01).describe('Peak learning rate'),
  momentum: z.number().min(0).max(0.999).default(0.9).describe('Momentum of sgd and rmsprop'),
  nesterov: z.boolean().default(false).describe("sgd: Nesterov's momentum"),
  weight_decay: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .describe('L2 penalty (sgd, adam, rmsprop), decoupled decay (adamw, lion), or part of the update (lamb)'),
  clip_norm: z
    .number()
    .min(0)
    .max(1e6)
    .optional()
    .describe(
      "Largest norm of all gradients together; 0 for any; the optimizer's own when absent: 1 with lamb, else any",
    ),
  schedule: z
    .enum(scheduleNames)
    .default('cosine')
    .describe('How the rate falls over the run; one_cycle rises first'),
  warmup_epochs: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'Epochs of linear warm-up before the schedule; how long one_cycle rises, 0 for 30 % of the run',
    ),
  step_epochs: z.int().min(1).max(10_000).default(3).describe('step: epochs after which the rate falls'),
  step_gamma: z.number().positive().max(1).default(0.1).describe('step: what the rate is multiplied by'),
  loss: z
    .union([z.enum(lossNames), ownModule])
    .default('cross_entropy')
    .describe(
      'What is minimised; bce is one sigmoid for each class, and its probabilities are the sigmoids divided by their sum; or a module of your own, ./mine.mjs',
    ),
  class_weights: z
    .enum(classWeightNames)
    .default('none')
    .describe(
      "Weights of the classes by their share in a fold's training images: balanced, inverse, as scikit-learn has it; sqrt, the root of that",
    ),
  focal_gamma: z
    .number()
    .min(0)
    .max(10)
    .default(2)
    .describe('focal: how much less an image counts the surer its class is'),
  label_smoothing: z
    .number()
    .min(0)
    .max(0.99)
    .default(0)
    .describe('Probability spread evenly over the classes'),
  ema_decay: z
    .number()
    .min(0)
    .max(0.99999)
    .default(0)
    .describe(
      'Moving average of weights and BatchNorm statistics that is evaluated and kept in their place; 0 for none',
    ),
  dropout: z
    .number()
    .min(0)
    .max(0.95)
    .optional()
    .describe("Dropout before the head; the backbone's own when absent"),
  bn: z
    .enum(['train', 'eval'])
    .default('train')
    .describe('BatchNorm of layers that are not frozen: batch statistics, or the running ones'),
  flip: z.boolean().default(true).describe('Random horizontal flip'),
  pad_crop: z.int().min(0).max(64).default(0).describe('Zero-pad by this many pixels, then crop at random'),
  views: z
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('Augmented views per image while a prefix is frozen: epoch e sees view e mod views'),
  probe_rate_scale: z
    .number()
    .positive()
    .max(1000)
    .default(10)
    .describe('lp-ft: learning rate while only the head trains, as a multiple of learning_rate'),
  min_rate_scale: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('llrd: smallest multiple of learning_rate that a block gets'),
  sp_alpha: z
    .number()
    .min(0)
    .max(10)
    .default(0.1)
    .describe('l2-sp: L2 penalty on the distance to the pretrained values'),
  sp_beta: z.number().min(0).max(10).default(0.01).describe('l2-sp: L2 penalty on the head'),
  select: z.enum(['last', 'best']).default('last').describe('Which epoch of a run counts'),
  patience: z
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe(
      'Epochs without a better score on the validation images after which a run ends early, once nothing is left to thaw; 0 for never',
    ),
  min_delta: z.number().min(0).max(1e6).default(0).describe('patience: how much better is better'),
  seed: z.int().min(0).max(0xffffffff).default(0).describe('Seed of initialisation, order and noise'),
});

/** Settings with every default filled in. */
export type TrialSettings = z.output<typeof trialSettings>;

/** A name of a trial setting. */
export type SettingName = keyof TrialSettings;

export const engineName = z.enum(engineNames);

export const precisionName = z.enum(precisionNames);

import type { Catalog } from '@frostline/protocol';
import { sweepJsonSchema } from '@frostline/sweep';
import type { Reference } from './reference.js';

export const sweepReference = (catalog: Catalog): Reference => ({
  file: 'sweep.yaml',
  schema: sweepJsonSchema(catalog),
  before: `Says what to try, in the shape of W&B's sweeps. \`backbone\` and \`freeze\` must stand in \`trial\` or in \`parameters\`; no
setting may stand in both.`,
  example: `name: first
competition: competition.yaml
method: grid
folds: 3
seeds: [0, 1]
trial: { image_size: 64, epochs: 8, optimizer: adamw }
parameters:
  backbone: { values: [shufflenet_v2_x0_5, squeezenet1_1] }
  freeze: { values: [head, 'until:1', full] }
  learning_rate:
    per: freeze
    values: { head: 0.03, default: [0.001, 0.002] }
`,
  leaves: ['parameters'],
  after: `## Freeze strategies

| \`freeze\` | what trains | settings of its own |
| --- | --- | --- |
${strategyRows(catalog)}

A stage in which nothing trains is frozen: its BatchNorm keeps to its running statistics, and in front of the first stage
that trains it belongs to the prefix, which is computed once. \`frostline show --backbone NET --freeze STRATEGY\` tells what
that comes to, stage by stage.

## A model in an ONNX file

\`\`\`yaml
trial: { freeze: head, image_size: 224, epochs: 20, optimizer: adamw, learning_rate: 0.003 }
parameters:
  backbone: { values: ['onnx:nets/dinov2_vits14.onnx', 'onnx:nets/vit.onnx#last_hidden_state'] }
  normalization: { per: backbone, values: { 'onnx:nets/vit.onnx#last_hidden_state': clip, default: auto } }
\`\`\`

Whatever a library exports, with one float32 input [batch, 3, size, size], is a backbone: frozen whole, a new head trains on
its features. \`#\` names one of the values that it computes; its first output is taken otherwise. Of maps, the mean over
space is taken; of tokens, the first, or their mean where there is no class token. \`image_size\` must be the size that the model was exported for.
\`normalization: auto\` is what a card beside the model says: \`vit.json\` for \`vit.onnx\` (\`mean\`, \`std\`, \`size\`), timm's
\`config.json\`, or \`preprocessor_config.json\` of Hugging Face; without one, the sweep must say it.

## A parameter

Each key of \`parameters\` is a setting of \`trial\`, with the same allowed values, and says which of them to try:

| form                                             | meaning                                                              |
| ------------------------------------------------ | -------------------------------------------------------------------- |
| \`{ value: x }\`                                   | one value                                                            |
| \`{ values: [x, y] }\`                             | each of them                                                         |
| \`{ min: a, max: b }\`                             | a draw between them; numbers and \`method: random\` only |
| \`{ distribution: log_uniform_values, min, max }\` | a draw whose logarithm is uniform; \`uniform\` and \`int_uniform\` likewise |
| \`{ per: name, values: { key: …, default: … } }\`  | any of these, a list or a single value, by the value of \`name\`       |

[packages/sweep](../packages/sweep) says which key of a \`per\` map applies when.
`,
});

function strategyRows({ strategies }: Catalog): string {
  return strategies
    .map(({ syntax, summary, settings }) => {
      const own = settings.map((name) => `\`${name}\``).join(', ');
      return `| \`${syntax}\` | ${summary} | ${own} |`;
    })
    .join('\n');
}

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

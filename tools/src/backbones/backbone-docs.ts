import { backboneFacts, backboneFamilies, defaultWeights, weightsNames } from '@frostline/model';
import { markdownTable } from './markdown-table.js';

/** `docs/backbones.md`: every net of the registry. */
export function backbonePage(): string {
  return `# Backbones

Nets have torchvision's names, state-dict keys and numbers. Parameters are those of the net with 1000 classes; MACs are the
multiply-accumulates of convolutions, linear layers and attention for one image of 224 × 224 pixels; the smallest image is the
least edge that the net can take, in pixels. Of the weights stands the tag that \`weights: default\` takes, and how many there
are to choose from.

${markdownTable(
  ['net', 'parameters', 'MACs', 'smallest image', 'weights', 'family'],
  backboneFamilies.flatMap(({ title, paper, backbones }) =>
    Object.keys(backbones).map((name) => {
      const { parameters, macs, imageSize, smallestImage } = backboneFacts(name);
      return [
        code(name),
        `${millions(parameters)} M`,
        `${billions(macs)} G`,
        imageSize === null ? String(smallestImage) : `${imageSize} only`,
        weightsOf(name),
        `[${title}](${paper})`,
      ];
    }),
  ),
)}`;
}

/** The table of README.md: every family. */
export const familyTable = (): string =>
  markdownTable(
    ['family', 'nets', 'parameters'],
    backboneFamilies.map(({ title, paper, backbones }) => {
      const names = Object.keys(backbones);
      const sizes = names.map((name) => backboneFacts(name).parameters);
      const [least, most] = [millions(Math.min(...sizes)), millions(Math.max(...sizes))];
      return [
        `[${title}](${paper})`,
        names.map(code).join(' '),
        least === most ? `${least} M` : `${least} to ${most} M`,
      ];
    }),
  );

function weightsOf(name: string): string {
  const tag = defaultWeights(name)?.slice(name.length + 1);
  const all = weightsNames.filter((weights) => weights.startsWith(`${name}.`)).length;
  if (tag === undefined) return all === 0 ? 'none' : `${all} to choose from`;
  return all === 1 ? code(tag) : `${code(tag)}, ${all} in all`;
}

const code = (text: string): string => `\`${text}\``;
const millions = (count: number): string => (count / 1e6).toFixed(1);
const billions = (count: number): string => (count / 1e9).toFixed(2);

import type { SettingName } from '@frostline/protocol';
import type { Branch, ParameterSpec, PerSpec, Scalar } from './parameter-spec.js';

/** What one draw of a parameter chooses from. */
export type Domain =
  | { readonly kind: 'choice'; readonly values: readonly Scalar[] }
  | {
      readonly kind: 'range';
      readonly distribution: 'uniform' | 'log_uniform_values' | 'int_uniform';
      readonly min: number;
      readonly max: number;
    };

/** Values of the settings that are decided so far. */
export type Draw = Readonly<Partial<Record<SettingName, Scalar | undefined>>>;

/** One dimension of the search space. */
export interface Parameter {
  readonly name: SettingName;
  /** What to choose from once the parameters before this one are drawn. */
  domain(draw: Draw): Domain;
}

/** The parameters of a sweep in an order in which each comes after the one that it depends on. */
export interface SearchSpace {
  readonly parameters: readonly Parameter[];
  /** Settings that are the same in every cell; those at their defaults are not listed. */
  readonly fixed: Draw;
}

export function isPer(spec: ParameterSpec): spec is PerSpec {
  return 'per' in spec;
}

/** What a specification, or a branch of a `per` map, lets one choose from. */
export function domainOf(branch: Branch): Domain {
  if (typeof branch !== 'object') return { kind: 'choice', values: [branch] };
  if (isList(branch)) return { kind: 'choice', values: branch };
  if ('value' in branch) return { kind: 'choice', values: [branch.value] };
  if ('values' in branch) return { kind: 'choice', values: branch.values };
  const { distribution = 'uniform', min, max } = branch;
  return { kind: 'range', distribution, min, max };
}

function isList(branch: object): branch is readonly Scalar[] {
  return Array.isArray(branch);
}

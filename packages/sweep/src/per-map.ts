import type { Catalog } from '@frostline/protocol';
import { freezeText, parseFreeze } from '@frostline/protocol/freeze';
import { findBackbone } from './backbone-of.js';
import { complaintOf } from './complaint.js';
import type { Branch, PerSpec, Scalar } from './parameter-spec.js';

/** What a `per` map is asked about. */
export interface PerQuestion {
  /** The value of the parameter that the map is `per`. */
  readonly value: Scalar | undefined;
  /** The cell's backbone, by which stages have one meaning; undefined while it is not drawn. */
  readonly backbone: Scalar | undefined;
}

/**
 * The key of a `per` map that applies to a value: the value as written, else for `until:2` a key that says the same of
 * the backbone in other words, else its strategy `until`, else `default`; undefined when the map does not cover the value.
 */
export function keyFor(
  { per, values }: PerSpec,
  question: PerQuestion,
  catalog: Catalog,
): string | undefined {
  const keys = Object.keys(values);
  const text = String(question.value);
  if (keys.includes(text)) return text;
  const byFreeze = per === 'freeze' ? sameStrategy(keys, question, catalog) : undefined;
  return byFreeze ?? keys.find((key) => key === 'default');
}

/** The branch that stands under `keyFor`. */
export function branchFor(spec: PerSpec, question: PerQuestion, catalog: Catalog): Branch | undefined {
  const key = keyFor(spec, question, catalog);
  return key === undefined ? undefined : spec.values[key];
}

function sameStrategy(
  keys: readonly string[],
  { value, backbone: name }: PerQuestion,
  catalog: Catalog,
): string | undefined {
  const text = String(value);
  const [strategy = text] = text.split(':');
  const { strategies } = catalog;
  const backbone = findBackbone(name, catalog);
  const understood = (freeze: string): string | undefined => {
    if (backbone === undefined) return undefined;
    let read: string | undefined;
    complaintOf(() => (read = freezeText(parseFreeze(freeze, backbone, strategies))));
    return read;
  };
  const meant = understood(text);
  const inOtherWords = keys.find((key) => key.includes(':') && understood(key) === meant);
  return (meant === undefined ? undefined : inOtherWords) ?? keys.find((key) => key === strategy);
}

import type { FoldKindName } from '@frostline/protocol';
import type { FoldKind } from './fold-kind.js';
import { group } from './group.js';
import { holdout } from './holdout.js';
import { multilabelStratified } from './multilabel-stratified.js';
import { predefined } from './predefined.js';
import { stratified } from './stratified.js';
import { stratifiedGroup } from './stratified-group.js';

/** Every kind of folds. Add one: its name in `fold-plan.ts` of the protocol, a file beside this, a line here, a test. */
export const foldKinds: Readonly<Record<FoldKindName, FoldKind>> = {
  stratified,
  group,
  stratified_group: stratifiedGroup,
  multilabel_stratified: multilabelStratified,
  holdout,
  predefined,
};

export { largestError } from './compare.js';
export { conform, conformanceLine } from './conform.js';
export { imagesByRule, stateByRule } from './fill-by-rule.js';
export { readOracle } from './oracle-file.js';

/** What a file or folder is for, by the words of its path; the last word that tells counts. */
export type Role = 'train' | 'val' | 'test' | 'submission' | 'solution' | 'unknown';

const WORDS: readonly (readonly [Role, RegExp])[] = [
  ['submission', /^(submi(t|ssions?)|samplesubmission)$/],
  ['solution', /^(solutions?|groundtruth|answers?)$/],
  ['train', /^(train(ing)?|labell?(s|ed)?)$/],
  ['val', /^(val(id(ation)?)?|dev)$/],
  ['test', /^(test(ing)?|eval(uation)?|unlabell?ed|predict|private|public)$/],
];

export function roleOf(path: string): Role {
  const words = path
    .toLowerCase()
    .replace(/\.[a-z]+$/, '')
    .split(/[^a-z]+/);
  for (const word of words.reverse())
    for (const [role, pattern] of WORDS) if (pattern.test(word)) return role;
  return 'unknown';
}

/** Whether a path names the sample of what is to be handed in; its folder's name says nothing about that. */
export function isSubmission(path: string): boolean {
  return /submi(ssion|t)/i.test(path.split('/').at(-1) ?? '');
}

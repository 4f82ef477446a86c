/**
 * What a person or a policy decides about runs that are still to come: a trial's priority within its sweep, and into how
 * many parts an attempt cuts its batches, where a whole one does not fit into memory.
 */
export const schema3 = `
ALTER TABLE sweep_trial ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN accumulation INTEGER NOT NULL DEFAULT 1 CHECK (accumulation >= 1);
`;

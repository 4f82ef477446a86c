/** What a person decides about runs that are still to come: a trial's priority within its sweep. */
export const schema3 = `
ALTER TABLE sweep_trial ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
`;

/** Into how many micro-batches an attempt divides its batches: more than one after failures for want of memory. */
export const schema5 = `
ALTER TABLE attempt ADD COLUMN parts INTEGER NOT NULL DEFAULT 1;
`;

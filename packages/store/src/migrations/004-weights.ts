/** Which weights a trial was planned with, so that its later runs can tell that the file is another now. */
export const schema4 = `
ALTER TABLE trial ADD COLUMN weights_hash TEXT;
`;

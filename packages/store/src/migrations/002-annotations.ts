/**
 * Schema 2: what people note about a trial, whichever sweep they see it in; a trial without a row has nothing noted.
 * The index finds the newest failures among all attempts.
 */
export const schema2 = `
CREATE TABLE annotation (
  trial INTEGER PRIMARY KEY REFERENCES trial (key),
  tags TEXT NOT NULL CHECK (json_type(tags) = 'array'),
  note TEXT NOT NULL,
  pinned INTEGER NOT NULL CHECK (pinned IN (0, 1))
) STRICT;

CREATE INDEX attempt_failure ON attempt (ended) WHERE outcome = 'failed';
`;

/**
 * Schema 2: what the leaderboard shows at once of many trials.
 *
 * `annotation` is what people note about a trial, whichever sweep they see it in; a trial without a row has nothing
 * noted. The new columns of `sweep_trial` say again what the rows of `run`, `attempt` and `quarantine` say: triggers
 * keep them equal to the view `sweep_trial_sums` within the transaction of each change, so that a leaderboard of 10,000
 * trials reads as many rows instead of 70,000. The index on `attempt` finds the newest failures.
 */
const sums = ['runs', 'runs_complete', 'states', 'fold_scores', 'seconds'].join(', ');

export const schema2 = `
CREATE TABLE annotation (
  trial INTEGER PRIMARY KEY REFERENCES trial (key),
  tags TEXT NOT NULL CHECK (json_type(tags) = 'array'),
  note TEXT NOT NULL,
  pinned INTEGER NOT NULL CHECK (pinned IN (0, 1))
) STRICT;

ALTER TABLE sweep_trial ADD COLUMN runs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep_trial ADD COLUMN runs_complete INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep_trial ADD COLUMN states TEXT NOT NULL DEFAULT '';
ALTER TABLE sweep_trial ADD COLUMN fold_scores TEXT NOT NULL DEFAULT '[]';
ALTER TABLE sweep_trial ADD COLUMN seconds REAL NOT NULL DEFAULT 0;
ALTER TABLE sweep_trial ADD COLUMN attempts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE sweep_trial ADD COLUMN quarantined INTEGER NOT NULL DEFAULT 0;
CREATE INDEX sweep_trial_of_trial ON sweep_trial (trial);

CREATE VIEW sweep_trial_sums AS SELECT
  m.sweep, m.trial,
  (SELECT count(*) FROM run r WHERE r.trial = m.trial) AS runs,
  (SELECT count(*) FROM run r WHERE r.trial = m.trial AND r.state = 'complete') AS runs_complete,
  (SELECT ifnull(group_concat(r.state, ',' ORDER BY r.fold), '') FROM run r WHERE r.trial = m.trial) AS states,
  (SELECT '[' || ifnull(group_concat(ifnull(r.result_values -> ('$.' || s.metric), 'null'), ',' ORDER BY r.fold), '')
    || ']' FROM run r WHERE r.trial = m.trial) AS fold_scores,
  (SELECT total(r.seconds) FROM run r WHERE r.trial = m.trial) AS seconds,
  (SELECT json_object(
      'engines', json_group_array(DISTINCT a.engine) FILTER (WHERE a.engine IS NOT NULL),
      'devices', json_group_array(DISTINCT a.device),
      'resumed', ifnull(sum(a.resumed_from_step > 0), 0),
      'changed', ifnull(max(a.numerics_changed), 0))
    FROM run r JOIN attempt a ON a.run = r.key WHERE r.trial = m.trial) AS attempts,
  (SELECT count(*) FROM quarantine q WHERE q.trial = m.trial) AS quarantined
FROM sweep_trial m JOIN sweep s ON s.key = m.sweep;

UPDATE sweep_trial SET (${sums}, attempts, quarantined) = (
  SELECT ${sums}, attempts, quarantined FROM sweep_trial_sums u
  WHERE u.sweep = sweep_trial.sweep AND u.trial = sweep_trial.trial);

CREATE TRIGGER sweep_trial_added AFTER INSERT ON sweep_trial BEGIN
  UPDATE sweep_trial SET (${sums}, attempts, quarantined) = (
    SELECT ${sums}, attempts, quarantined FROM sweep_trial_sums u
    WHERE u.sweep = sweep_trial.sweep AND u.trial = sweep_trial.trial)
  WHERE sweep = NEW.sweep AND ordinal = NEW.ordinal;
END;
CREATE TRIGGER run_changed AFTER UPDATE OF state, result_values, seconds ON run BEGIN
  UPDATE sweep_trial SET (${sums}) = (
    SELECT ${sums} FROM sweep_trial_sums u WHERE u.sweep = sweep_trial.sweep AND u.trial = sweep_trial.trial)
  WHERE trial = NEW.trial;
END;
CREATE TRIGGER attempt_added AFTER INSERT ON attempt BEGIN
  UPDATE sweep_trial SET attempts = (
    SELECT attempts FROM sweep_trial_sums u WHERE u.sweep = sweep_trial.sweep AND u.trial = sweep_trial.trial)
  WHERE trial = (SELECT trial FROM run WHERE key = NEW.run);
END;
CREATE TRIGGER attempt_changed
AFTER UPDATE OF engine, device, resumed_from_step, numerics_changed ON attempt BEGIN
  UPDATE sweep_trial SET attempts = (
    SELECT attempts FROM sweep_trial_sums u WHERE u.sweep = sweep_trial.sweep AND u.trial = sweep_trial.trial)
  WHERE trial = (SELECT trial FROM run WHERE key = NEW.run);
END;
CREATE TRIGGER image_quarantined AFTER INSERT ON quarantine BEGIN
  UPDATE sweep_trial SET quarantined = quarantined + 1 WHERE trial = NEW.trial;
END;

CREATE INDEX attempt_failure ON attempt (ended) WHERE outcome = 'failed';
`;

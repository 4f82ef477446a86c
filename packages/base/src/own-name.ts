/** What the name of a metric or a loss looks like, as a part of a regular expression. */
export const ownNamePattern = '[a-z][a-z0-9_]{0,47}';

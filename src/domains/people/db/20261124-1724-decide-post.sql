-- A post with the decision behind it, what it was held as, and why it ended: a time without main post has its reason.
ALTER TABLE people.post
  ADD COLUMN held_as text,
  ADD COLUMN contract text CONSTRAINT post_contract CHECK (contract IN ('indefinite', 'fixed-term', 'decree-68', 'decree-111', 'labour')),
  ADD COLUMN decision_number text,
  ADD COLUMN decision_on date,
  ADD COLUMN decided_by text,
  ADD COLUMN end_reason text CONSTRAINT post_end_reason CHECK (end_reason IN ('moved', 'leave', 'secondment', 'study', 'resigned', 'dismissed', 'retired', 'died', 'left', 'term-over')),
  ADD COLUMN end_decision_number text,
  ADD COLUMN end_decision_on date,
  ADD CONSTRAINT post_end_reasoned CHECK (end_reason IS NULL OR valid_until IS NOT NULL);
COMMENT ON COLUMN people.post.held_as IS 'What the post is held as; empty: as the person is recorded.';
COMMENT ON COLUMN people.post.end_reason IS 'Why it ended; a main post that ends without another one following on that day explains the gap by it.';

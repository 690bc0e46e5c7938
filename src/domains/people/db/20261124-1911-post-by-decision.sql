-- Posts that a signed personnel decision begins or ends: each names the action, and who signs decisions writes them.
ALTER TABLE people.post
  ADD COLUMN made_by uuid CONSTRAINT post_made_by REFERENCES careers.action (id),
  ADD COLUMN ended_by_action uuid CONSTRAINT post_ended_by_action REFERENCES careers.action (id),
  ADD CONSTRAINT post_ended_by_action_ends CHECK (ended_by_action IS NULL OR valid_until IS NOT NULL);
COMMENT ON COLUMN people.post.made_by IS 'The action of a personnel decision that began it; empty: recorded by hand or taken over.';
COMMENT ON COLUMN people.post.ended_by_action IS 'The action of a personnel decision that ended it.';
CREATE INDEX post_made_by ON people.post (made_by) WHERE made_by IS NOT NULL;
CREATE INDEX post_ended_by_action ON people.post (ended_by_action) WHERE ended_by_action IS NOT NULL;

CREATE POLICY post_insert_decided ON people.post FOR INSERT TO noivu_app
  WITH CHECK (made_by IS NOT NULL AND ((SELECT access.reaches_all('careers.signDecision'))
    OR unit_id = ANY ((SELECT access.reach_units('careers.signDecision'))::uuid[])));
CREATE POLICY post_update_decided ON people.post FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('careers.signDecision')) OR unit_id = ANY ((SELECT access.reach_units('careers.signDecision'))::uuid[]))
  WITH CHECK ((SELECT access.reaches_all('careers.signDecision')) OR unit_id = ANY ((SELECT access.reach_units('careers.signDecision'))::uuid[]));
CREATE POLICY post_delete_decided ON people.post FOR DELETE TO noivu_app
  USING (made_by IS NOT NULL AND ((SELECT access.reaches_all('careers.signDecision'))
    OR unit_id = ANY ((SELECT access.reach_units('careers.signDecision'))::uuid[])));

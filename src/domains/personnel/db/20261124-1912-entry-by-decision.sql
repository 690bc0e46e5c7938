-- Rows of a file that a signed personnel decision makes: each names the action, and who signs decisions writes and strikes them.
DO $$
DECLARE
  section text;
  reach text;
BEGIN
  FOREACH section IN ARRAY ARRAY['fact', 'training', 'salary', 'contract', 'discipline'] LOOP
    EXECUTE format('ALTER TABLE personnel.%1$I ADD COLUMN made_by uuid CONSTRAINT %2$I REFERENCES careers.action (id)', section, section || '_made_by');
    EXECUTE format('COMMENT ON COLUMN personnel.%I.made_by IS %L', section, 'The action of a personnel decision that made it; empty: recorded by hand or taken over.');
    EXECUTE format('CREATE INDEX %I ON personnel.%I (made_by) WHERE made_by IS NOT NULL', section || '_made_by', section);
    reach := personnel.reach_sql(section, 'careers.signDecision', false);
    EXECUTE format('CREATE POLICY %I ON personnel.%I FOR INSERT TO noivu_app WITH CHECK (made_by IS NOT NULL AND %s)', section || '_insert_decided', section, reach);
    EXECUTE format('CREATE POLICY %I ON personnel.%I FOR UPDATE TO noivu_app USING (made_by IS NOT NULL AND %3$s) WITH CHECK (made_by IS NOT NULL AND %3$s)',
      section || '_update_decided', section, reach);
  END LOOP;
END
$$;

-- Entries of code lists that the department changed. A list stands here whole once it was first edited; until then its data file holds.
CREATE TABLE kernel.code_entry (
  id uuid CONSTRAINT code_entry_pk PRIMARY KEY,
  list text NOT NULL,
  code text NOT NULL CONSTRAINT code_entry_code CHECK (code <> ''),
  label_vi text NOT NULL CONSTRAINT code_entry_label CHECK (label_vi <> ''),
  label_en text NOT NULL,
  position integer NOT NULL,
  valid_from date,
  valid_until date,
  source text NOT NULL,
  more jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT code_entry_period CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT code_entry_no_overlap EXCLUDE USING gist (list WITH =, code WITH =, daterange(valid_from, valid_until) WITH &&)
);
COMMENT ON TABLE kernel.code_entry IS 'A code of a list from..until, with its source. The date of a record picks the entry, never today.';

ALTER TABLE kernel.code_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY code_entry_read ON kernel.code_entry FOR SELECT TO noivu_app USING (coalesce(current_setting('noivu.actor', true), '') <> '');
CREATE POLICY code_entry_insert ON kernel.code_entry FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('administration.changeCodeList')));
CREATE POLICY code_entry_update ON kernel.code_entry FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('administration.changeCodeList'))) WITH CHECK ((SELECT access.reaches_all('administration.changeCodeList')));
GRANT SELECT, INSERT, UPDATE ON kernel.code_entry TO noivu_app;
SELECT audit.track('kernel.code_entry');

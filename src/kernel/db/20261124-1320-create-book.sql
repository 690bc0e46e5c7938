-- Numbers of registers: one series per book, scope and year (or term). Counter and number are written in the caller's transaction, so a
-- number exists exactly when what it numbers does.
CREATE TABLE kernel.book_series (
  book text NOT NULL,
  scope text NOT NULL,
  series text NOT NULL,
  last integer NOT NULL CONSTRAINT book_series_last CHECK (last >= 0),
  permissions text[] NOT NULL,
  opened_at integer NOT NULL CONSTRAINT book_series_opened CHECK (opened_at > 0),
  CONSTRAINT book_series_pk PRIMARY KEY (book, scope, series),
  CONSTRAINT book_series_from_opening CHECK (last >= opened_at - 1)
);
COMMENT ON TABLE kernel.book_series IS 'The last number given in a series; its row lock puts writers in one order. permissions: who may number in it; opened_at: first number given here, later than 1 when the register began on paper.';

CREATE TABLE kernel.book_number (
  id uuid CONSTRAINT book_number_pk PRIMARY KEY,
  book text NOT NULL,
  scope text NOT NULL,
  series text NOT NULL,
  number integer NOT NULL CONSTRAINT book_number_positive CHECK (number > 0),
  text text NOT NULL,
  dated date NOT NULL,
  relation text NOT NULL,
  record_id text NOT NULL,
  taken_by text NOT NULL,
  taken_at timestamptz NOT NULL,
  CONSTRAINT book_number_once UNIQUE (book, scope, series, number),
  CONSTRAINT book_number_series FOREIGN KEY (book, scope, series) REFERENCES kernel.book_series (book, scope, series),
  CONSTRAINT book_number_record UNIQUE (book, relation, record_id)
);
COMMENT ON TABLE kernel.book_number IS 'Every number given: for which record, dated when, taken by whom.';

ALTER TABLE kernel.book_series ENABLE ROW LEVEL SECURITY;
ALTER TABLE kernel.book_number ENABLE ROW LEVEL SECURITY;
CREATE POLICY book_series_read ON kernel.book_series FOR SELECT TO noivu_app USING (coalesce(current_setting('noivu.actor', true), '') <> '');
CREATE POLICY book_series_insert ON kernel.book_series FOR INSERT TO noivu_app
  WITH CHECK (access.reaches_any(permissions, nullif(scope, '')::uuid, NULL));
CREATE POLICY book_series_update ON kernel.book_series FOR UPDATE TO noivu_app
  USING (access.reaches_any(permissions, nullif(scope, '')::uuid, NULL)) WITH CHECK (access.reaches_any(permissions, nullif(scope, '')::uuid, NULL));
CREATE POLICY book_number_read ON kernel.book_number FOR SELECT TO noivu_app USING (coalesce(current_setting('noivu.actor', true), '') <> '');
CREATE POLICY book_number_insert ON kernel.book_number FOR INSERT TO noivu_app WITH CHECK (EXISTS (
  SELECT FROM kernel.book_series s WHERE s.book = book_number.book AND s.scope = book_number.scope AND s.series = book_number.series
    AND access.reaches_any(s.permissions, nullif(s.scope, '')::uuid, NULL)));
GRANT SELECT, INSERT ON kernel.book_number TO noivu_app;
GRANT SELECT, INSERT, UPDATE (last) ON kernel.book_series TO noivu_app;
SELECT audit.track('kernel.book_number');

-- Templates are data; a report is a template filled for a period; an edition is a report drafted, checked, approved, sealed.
CREATE SCHEMA reports;
GRANT USAGE ON SCHEMA reports TO noivu_app;

CREATE TABLE reports.template (
  id uuid CONSTRAINT template_pk PRIMARY KEY,
  code text NOT NULL,
  version integer NOT NULL CONSTRAINT template_version CHECK (version > 0),
  status text NOT NULL CONSTRAINT template_status CHECK (status IN ('draft', 'approved', 'replaced')),
  title_vi text NOT NULL,
  title_en text NOT NULL,
  body jsonb NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  changed_by_name text NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT template_once UNIQUE (code, version)
);
COMMENT ON TABLE reports.template IS 'A report template in versions: one draft at most, one approved at most; revision guards concurrent editing.';
CREATE UNIQUE INDEX template_one_draft ON reports.template (code) WHERE status = 'draft';
CREATE UNIQUE INDEX template_one_approved ON reports.template (code) WHERE status = 'approved';

CREATE TABLE reports.report (
  id text CONSTRAINT report_pk PRIMARY KEY,
  template_code text NOT NULL,
  title_vi text NOT NULL,
  title_en text NOT NULL,
  period text NOT NULL,
  period_from date NOT NULL,
  period_until date NOT NULL,
  former_period text,
  unit_id uuid,
  parameters jsonb NOT NULL,
  CONSTRAINT report_period CHECK (period_until > period_from)
);
COMMENT ON TABLE reports.report IS 'A report to be made for a period, such as annual-2022.';

CREATE TABLE reports.edition (
  id uuid CONSTRAINT edition_pk PRIMARY KEY,
  report_id text NOT NULL CONSTRAINT edition_report REFERENCES reports.report (id),
  number integer NOT NULL,
  status text NOT NULL CONSTRAINT edition_status CHECK (status IN ('draft', 'checked', 'approved', 'sealed')),
  template_id uuid NOT NULL CONSTRAINT edition_template REFERENCES reports.template (id),
  document_number text,
  document_date date,
  supersedes uuid CONSTRAINT edition_supersedes REFERENCES reports.edition (id),
  drafted_by_name text NOT NULL,
  drafted_at timestamptz NOT NULL,
  checked_by_name text,
  checked_at timestamptz,
  approved_by_name text,
  approved_at timestamptz,
  sealed_by_name text,
  sealed_at timestamptz,
  document jsonb,
  CONSTRAINT edition_once UNIQUE (report_id, number),
  CONSTRAINT edition_sealed_whole CHECK (status <> 'sealed' OR (document IS NOT NULL AND sealed_at IS NOT NULL AND document_number IS NOT NULL AND document_date IS NOT NULL))
);
COMMENT ON TABLE reports.edition IS 'An edition of a report. Once sealed it holds the composed document and never changes; a later one supersedes it.';
CREATE UNIQUE INDEX edition_one_open ON reports.edition (report_id) WHERE status <> 'sealed';

CREATE FUNCTION reports.refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'sealed' THEN
    RAISE EXCEPTION 'a sealed edition cannot be changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER sealed BEFORE UPDATE OR DELETE ON reports.edition FOR EACH ROW EXECUTE FUNCTION reports.refuse_sealed();

ALTER TABLE indicators.snapshot ADD CONSTRAINT snapshot_edition FOREIGN KEY (edition_id) REFERENCES reports.edition (id);

ALTER TABLE reports.template ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports.report ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports.edition ENABLE ROW LEVEL SECURITY;
CREATE POLICY template_read ON reports.template FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('reports.readReport')));
CREATE POLICY template_write ON reports.template TO noivu_app
  USING ((SELECT access.reaches_all('reports.editTemplate'))) WITH CHECK ((SELECT access.reaches_all('reports.editTemplate')));
-- Who approves need not be who edits: approving changes the status alone.
CREATE POLICY template_approve ON reports.template FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('reports.approveTemplate'))) WITH CHECK ((SELECT access.reaches_all('reports.approveTemplate')));
CREATE POLICY report_read ON reports.report FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('reports.readReport')));
CREATE POLICY report_write ON reports.report TO noivu_app
  USING ((SELECT access.reaches_all('reports.draftEdition'))) WITH CHECK ((SELECT access.reaches_all('reports.draftEdition')));
CREATE POLICY edition_read ON reports.edition FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('reports.readReport')));
CREATE POLICY edition_insert ON reports.edition FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('reports.draftEdition')));
CREATE POLICY edition_update ON reports.edition FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('reports.draftEdition')) OR (SELECT access.reaches_all('reports.checkEdition'))
    OR (SELECT access.reaches_all('reports.approveEdition')) OR (SELECT access.reaches_all('reports.sealEdition')))
  WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON reports.template, reports.report, reports.edition TO noivu_app;

SELECT audit.track('reports.template');
SELECT audit.track('reports.report');
SELECT audit.track('reports.edition');

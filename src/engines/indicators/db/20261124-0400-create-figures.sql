-- Figures that no domain computes yet are typed in, with evidence. A correction is a new row that names the one it replaces.
CREATE SCHEMA indicators;
GRANT USAGE ON SCHEMA indicators TO noivu_app;

CREATE TABLE indicators.typed_figure (
  id uuid CONSTRAINT typed_figure_pk PRIMARY KEY,
  figure_id text NOT NULL,
  period text NOT NULL,
  value numeric NOT NULL,
  qualifier text NOT NULL CONSTRAINT typed_figure_qualifier CHECK (qualifier IN ('exact', 'over', 'about', 'under')),
  printed text,
  evidence_document text NOT NULL CONSTRAINT typed_figure_evidence CHECK (evidence_document <> ''),
  evidence_place text NOT NULL,
  note text,
  typed_by text NOT NULL,
  typed_by_name text NOT NULL,
  typed_at timestamptz NOT NULL,
  replaced_by uuid CONSTRAINT typed_figure_replaced_by REFERENCES indicators.typed_figure (id) DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON TABLE indicators.typed_figure IS 'A value entered by a person for one figure and period, with document and place; the current one has replaced_by empty.';
CREATE UNIQUE INDEX typed_figure_current ON indicators.typed_figure (figure_id, period) WHERE replaced_by IS NULL;
CREATE INDEX typed_figure_period ON indicators.typed_figure (period);

CREATE TABLE indicators.typed_item (
  id uuid CONSTRAINT typed_item_pk PRIMARY KEY,
  typed_figure_id uuid NOT NULL CONSTRAINT typed_item_figure REFERENCES indicators.typed_figure (id),
  position integer NOT NULL,
  label text NOT NULL,
  amount numeric
);
COMMENT ON TABLE indicators.typed_item IS 'The elements the evidence names for a typed figure, in order.';
CREATE INDEX typed_item_figure ON indicators.typed_item (typed_figure_id);

CREATE TABLE indicators.snapshot (
  id uuid CONSTRAINT snapshot_pk PRIMARY KEY,
  edition_id uuid NOT NULL,
  figure_id text NOT NULL,
  value numeric,
  qualifier text NOT NULL,
  source text NOT NULL CONSTRAINT snapshot_source CHECK (source IN ('computed', 'typed')),
  status text NOT NULL CONSTRAINT snapshot_status CHECK (status IN ('ok', 'differs', 'missing')),
  record_ids text[] NOT NULL,
  record_prints text[] NOT NULL,
  -- Names as they were, so that a record gone since can still be told by name.
  record_labels text[] NOT NULL,
  CONSTRAINT snapshot_once UNIQUE (edition_id, figure_id),
  CONSTRAINT snapshot_records CHECK (cardinality(record_ids) = cardinality(record_prints) AND cardinality(record_ids) = cardinality(record_labels))
);
COMMENT ON TABLE indicators.snapshot IS 'A sealed figure: its value and the identity and fingerprint of every record it counted.';

CREATE FUNCTION indicators.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a sealed figure cannot be changed' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON indicators.snapshot FOR EACH STATEMENT EXECUTE FUNCTION indicators.refuse_change();

ALTER TABLE indicators.typed_figure ENABLE ROW LEVEL SECURITY;
ALTER TABLE indicators.typed_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE indicators.snapshot ENABLE ROW LEVEL SECURITY;
CREATE POLICY typed_figure_read ON indicators.typed_figure FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('reports.readFigure')));
CREATE POLICY typed_figure_write ON indicators.typed_figure TO noivu_app
  USING ((SELECT access.reaches_all('reports.typeFigure'))) WITH CHECK ((SELECT access.reaches_all('reports.typeFigure')));
CREATE POLICY typed_item_read ON indicators.typed_item FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('reports.readFigure')));
CREATE POLICY typed_item_write ON indicators.typed_item FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('reports.typeFigure')));
CREATE POLICY snapshot_read ON indicators.snapshot FOR SELECT TO noivu_app USING ((SELECT access.reaches_all('reports.readReport')));
CREATE POLICY snapshot_insert ON indicators.snapshot FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('reports.sealEdition')));
GRANT SELECT, INSERT, UPDATE ON indicators.typed_figure TO noivu_app;
GRANT SELECT, INSERT ON indicators.typed_item, indicators.snapshot TO noivu_app;

SELECT audit.track('indicators.typed_figure', 'figure_id');
SELECT audit.track('indicators.typed_item', 'typed_figure_id');
SELECT audit.track('indicators.snapshot', 'edition_id');

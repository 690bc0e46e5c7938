-- The page of the attached document on which the value stands, so that the figure opens it there.
ALTER TABLE indicators.typed_figure
  ADD COLUMN evidence_page integer CONSTRAINT typed_figure_evidence_page CHECK (evidence_page > 0);

-- What an import made can be taken back by who may record it. The log keeps it.
CREATE POLICY rating_delete ON evaluation.rating FOR DELETE TO noivu_app
  USING ((SELECT access.reaches_all('evaluation.recordRating')) OR unit_id = ANY ((SELECT access.reach_units('evaluation.recordRating'))::uuid[]));
GRANT DELETE ON evaluation.rating TO noivu_app;

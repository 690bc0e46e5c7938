-- An import that brought entries in can be taken back; the log keeps what they were.
CREATE POLICY code_entry_delete ON kernel.code_entry FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('administration.changeCodeList')));
GRANT DELETE ON kernel.code_entry TO noivu_app;

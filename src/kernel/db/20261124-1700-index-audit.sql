-- The log is asked by person, record, operation and kind, newest first.
CREATE INDEX entry_actor_name ON audit.entry (actor_name, seq);
CREATE INDEX entry_behalf_name ON audit.entry (behalf_name, seq) WHERE behalf_name IS NOT NULL;
CREATE INDEX entry_operation ON audit.entry (operation, seq);
CREATE INDEX entry_read ON audit.entry (seq) WHERE kind = 'read';
CREATE INDEX entry_emergency ON audit.entry (seq) WHERE emergency_id IS NOT NULL;
CREATE INDEX change_relation ON audit.change (relation, entry_id);

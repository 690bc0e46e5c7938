-- Days the department entered into the working calendar: announcements that came after the program. What came with it stands in data files.
CREATE TABLE kernel.calendar_day (
  id uuid CONSTRAINT calendar_day_pk PRIMARY KEY,
  day date NOT NULL,
  kind text NOT NULL CONSTRAINT calendar_day_kind CHECK (kind IN ('off', 'work')),
  holiday text CONSTRAINT calendar_day_holiday CHECK (holiday IS NULL OR (holiday <> '' AND kind = 'off')),
  label text NOT NULL CONSTRAINT calendar_day_label CHECK (label <> ''),
  source text NOT NULL CONSTRAINT calendar_day_source CHECK (source <> ''),
  entered_by_name text NOT NULL,
  entered_at timestamptz NOT NULL,
  withdrawn_at timestamptz
);
COMMENT ON TABLE kernel.calendar_day IS 'A day off or a day worked by a decision, with its source. Withdrawn, never deleted; at most one stands for a day.';
CREATE UNIQUE INDEX calendar_day_once ON kernel.calendar_day (day) WHERE withdrawn_at IS NULL;

ALTER TABLE kernel.calendar_day ENABLE ROW LEVEL SECURITY;
-- Every operation that counts days reads them; who has no account reads nothing.
CREATE POLICY calendar_day_read ON kernel.calendar_day FOR SELECT TO noivu_app USING (coalesce(current_setting('noivu.actor', true), '') <> '');
CREATE POLICY calendar_day_insert ON kernel.calendar_day FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('calendar.changeCalendar')));
CREATE POLICY calendar_day_update ON kernel.calendar_day FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('calendar.changeCalendar'))) WITH CHECK ((SELECT access.reaches_all('calendar.changeCalendar')));
GRANT SELECT, INSERT, UPDATE ON kernel.calendar_day TO noivu_app;
SELECT audit.track('kernel.calendar_day');

-- Whether the actor of this transaction holds one of these permissions where the record lies.
CREATE FUNCTION access.reaches_any(permissions text[], unit uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM unnest(permissions) p
    WHERE access.reaches_all(p) OR unit = ANY (access.reach_units(p)) OR person = access.reach_own(p))
$$;
COMMENT ON FUNCTION access.reaches_any IS 'True when the actor holds one of the permissions for a unit or for the own person record.';

CREATE TABLE kernel.deadline (
  id uuid CONSTRAINT deadline_pk PRIMARY KEY,
  owner_relation text NOT NULL,
  owner_id text NOT NULL,
  purpose text NOT NULL,
  label text NOT NULL CONSTRAINT deadline_label CHECK (label <> ''),
  link text NOT NULL,
  unit_id uuid,
  person_id uuid,
  read_permissions text[] NOT NULL,
  write_permissions text[] NOT NULL,
  rule text NOT NULL,
  start_on date NOT NULL,
  start_time text CONSTRAINT deadline_start_time CHECK (start_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  term jsonb NOT NULL,
  pauses jsonb NOT NULL DEFAULT '[]',
  extensions jsonb NOT NULL DEFAULT '[]',
  due date,
  state text NOT NULL CONSTRAINT deadline_state CHECK (state IN ('open', 'met', 'cancelled')),
  closed_on date,
  calendar_version text NOT NULL,
  explanation jsonb NOT NULL,
  owners text[] NOT NULL DEFAULT '{}',
  superior_permission text,
  opened_on date NOT NULL,
  search_name text NOT NULL GENERATED ALWAYS AS (kernel.fold(label)) STORED,
  CONSTRAINT deadline_closed CHECK ((state = 'open') = (closed_on IS NULL))
);
COMMENT ON TABLE kernel.deadline IS 'A deadline of a record of some domain, with what it was computed from and how. No due day while a pause has no end.';
CREATE UNIQUE INDEX deadline_one_open ON kernel.deadline (owner_relation, owner_id, purpose) WHERE state = 'open';
CREATE INDEX deadline_owner ON kernel.deadline (owner_relation, owner_id);
CREATE INDEX deadline_open_due ON kernel.deadline (due) WHERE state = 'open';

ALTER TABLE kernel.deadline ENABLE ROW LEVEL SECURITY;
-- A deadline is seen and changed by who may see and change its record; who keeps the calendar recomputes them all.
CREATE POLICY deadline_read ON kernel.deadline FOR SELECT TO noivu_app USING (
  (SELECT access.reaches_all('calendar.changeCalendar')) OR access.reaches_any(read_permissions, unit_id, person_id));
CREATE POLICY deadline_insert ON kernel.deadline FOR INSERT TO noivu_app WITH CHECK (access.reaches_any(write_permissions, unit_id, person_id));
CREATE POLICY deadline_update ON kernel.deadline FOR UPDATE TO noivu_app
  USING ((SELECT access.reaches_all('calendar.changeCalendar')) OR access.reaches_any(write_permissions, unit_id, person_id))
  WITH CHECK ((SELECT access.reaches_all('calendar.changeCalendar')) OR access.reaches_any(write_permissions, unit_id, person_id));
GRANT SELECT, INSERT, UPDATE ON kernel.deadline TO noivu_app;
SELECT audit.track('kernel.deadline');

CREATE TABLE kernel.deadline_reminder (
  id uuid CONSTRAINT deadline_reminder_pk PRIMARY KEY,
  deadline_id uuid NOT NULL CONSTRAINT deadline_reminder_deadline REFERENCES kernel.deadline (id),
  due date NOT NULL,
  step text NOT NULL,
  occurrence integer NOT NULL CONSTRAINT deadline_reminder_occurrence CHECK (occurrence > 0),
  planned_on date NOT NULL,
  sent_on date NOT NULL CONSTRAINT deadline_reminder_sent CHECK (sent_on >= planned_on),
  recipients text[] NOT NULL,
  CONSTRAINT deadline_reminder_once UNIQUE (deadline_id, due, step, occurrence)
);
COMMENT ON TABLE kernel.deadline_reminder IS 'Reminders sent: each step of a due day once, whatever happened to the clock or the program in between.';
ALTER TABLE kernel.deadline_reminder ENABLE ROW LEVEL SECURITY;
CREATE POLICY deadline_reminder_read ON kernel.deadline_reminder FOR SELECT TO noivu_app
  USING (EXISTS (SELECT FROM kernel.deadline d WHERE d.id = deadline_id));
CREATE POLICY deadline_reminder_insert ON kernel.deadline_reminder FOR INSERT TO noivu_app WITH CHECK ((SELECT access.reaches_all('calendar.remind')));
GRANT SELECT, INSERT ON kernel.deadline_reminder TO noivu_app;
SELECT audit.track('kernel.deadline_reminder', 'deadline_id');

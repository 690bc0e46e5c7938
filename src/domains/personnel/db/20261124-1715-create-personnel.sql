-- The file of a person (form 2C-BNV/2008, HS02-VC/BNV): what is true of somebody, from..until, each row with the document behind it.
-- Nothing is overwritten: another row follows; what was wrong is struck out with its reason, and the row in its place names it.
CREATE SCHEMA personnel;
GRANT USAGE ON SCHEMA personnel TO noivu_app;

-- A day as far as it is known: 1985, 1985-03 or 1985-03-08. Sorts as text.
CREATE FUNCTION personnel.is_day(said text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT said ~ '^(1[89]|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$'
    AND (length(said) < 10 OR to_char(to_date(said, 'YYYY-MM-DD'), 'YYYY-MM-DD') = said)
$$;
COMMENT ON FUNCTION personnel.is_day IS 'Whether a text is a year, a month or a day of the calendar.';

CREATE TABLE personnel.name (kind text NOT NULL, text text NOT NULL);
CREATE TABLE personnel.place (kind text NOT NULL, text text NOT NULL);
CREATE TABLE personnel.fact (kind text NOT NULL, code text, text text, CONSTRAINT fact_says CHECK (code IS NOT NULL OR text IS NOT NULL));
CREATE TABLE personnel.qualification (kind text NOT NULL, code text NOT NULL, field text);
CREATE TABLE personnel.training (school text NOT NULL, field text, form text, certificate text);
CREATE TABLE personnel.membership (kind text NOT NULL, body text, official_on text CONSTRAINT membership_official CHECK (personnel.is_day(official_on)), rank text);
CREATE TABLE personnel.work (title text NOT NULL, body text NOT NULL);
CREATE TABLE personnel.relative (side text NOT NULL, relation text NOT NULL, name text NOT NULL, birth_year integer CONSTRAINT relative_birth CHECK (birth_year BETWEEN 1850 AND 2100), detail text);
CREATE TABLE personnel.reward (code text NOT NULL, text text);
CREATE TABLE personnel.discipline (code text NOT NULL, reason text);
CREATE TABLE personnel.salary (rank_code text NOT NULL, step integer CONSTRAINT salary_step CHECK (step BETWEEN 1 AND 12), coefficient numeric(5,2) NOT NULL CONSTRAINT salary_coefficient CHECK (coefficient > 0),
  position_allowance numeric(4,2) CONSTRAINT salary_position CHECK (position_allowance >= 0), over_frame numeric(5,2) CONSTRAINT salary_over_frame CHECK (over_frame >= 0), other_allowance text);
CREATE TABLE personnel.paper (kind text NOT NULL, number text NOT NULL CONSTRAINT paper_number CHECK (number <> ''));
CREATE TABLE personnel.health (status text NOT NULL, height integer CONSTRAINT health_height CHECK (height BETWEEN 50 AND 250), weight numeric(5,1) CONSTRAINT health_weight CHECK (weight BETWEEN 20 AND 300), blood text);
CREATE TABLE personnel.contract (code text NOT NULL, employer text);
CREATE TABLE personnel.statement (kind text NOT NULL, text text NOT NULL);
CREATE TABLE personnel.assessment (text text NOT NULL);
CREATE TABLE personnel.document (kind text NOT NULL, title text NOT NULL, file_id uuid);

-- What every row of a file has; its class, by its kind where kinds differ; and the policies of the class. `own` false: not shown to the person.
CREATE FUNCTION personnel.make_section(section text, class text, own boolean DEFAULT true) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  relation text := 'personnel.' || section;
  reach text := '';
  branch text;
  level text;
  writes text;
BEGIN
  EXECUTE format('ALTER TABLE %1$s ADD COLUMN id uuid CONSTRAINT %2$s_pk PRIMARY KEY, ADD COLUMN person_id uuid NOT NULL CONSTRAINT %2$s_person REFERENCES people.person (id),
    ADD COLUMN valid_from text CONSTRAINT %2$s_from CHECK (personnel.is_day(valid_from)), ADD COLUMN valid_until text CONSTRAINT %2$s_until CHECK (personnel.is_day(valid_until)),
    ADD COLUMN decision_number text, ADD COLUMN decision_on text CONSTRAINT %2$s_decision_on CHECK (personnel.is_day(decision_on)), ADD COLUMN decision_by text, ADD COLUMN note text,
    ADD COLUMN recorded_at timestamptz NOT NULL, ADD COLUMN replaces uuid CONSTRAINT %2$s_replaces REFERENCES %1$s (id), ADD COLUMN struck_at timestamptz, ADD COLUMN struck_reason text,
    ADD COLUMN class text NOT NULL GENERATED ALWAYS AS (%3$s) STORED,
    ADD CONSTRAINT %2$s_period CHECK (valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from),
    ADD CONSTRAINT %2$s_struck CHECK ((struck_at IS NULL) = (struck_reason IS NULL))', relation, section, class);
  EXECUTE format('CREATE INDEX %s_person_id ON %s (person_id)', section, relation);
  EXECUTE format('COMMENT ON COLUMN %s.valid_until IS %L', relation, 'The last day, month or year it held, as far as known; empty: to date, or a moment.');
  EXECUTE format('COMMENT ON COLUMN %s.struck_at IS %L', relation, 'Recorded by mistake: kept, and no longer counted.');
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
  FOR level IN SELECT unnest(ARRAY['open', 'personal', 'sensitive', 'restricted']) LOOP
    CONTINUE WHEN class NOT LIKE '%''' || level || '''%';
    branch := personnel.reach_sql(section, CASE level WHEN 'open' THEN 'personnel.readFile' ELSE 'personnel.read' || initcap(level) END, own);
    reach := reach || CASE WHEN reach = '' THEN '' ELSE ' OR ' END || format('(class = %L AND %s)', level, branch);
  END LOOP;
  writes := personnel.reach_sql(section, 'personnel.changeFile', false);
  EXECUTE format('CREATE POLICY %s_read ON %s FOR SELECT TO noivu_app USING (%s)', section, relation, reach);
  EXECUTE format('CREATE POLICY %s_insert ON %s FOR INSERT TO noivu_app WITH CHECK (%s AND (%s))', section, relation, writes, reach);
  EXECUTE format('CREATE POLICY %s_update ON %s FOR UPDATE TO noivu_app USING (%s AND (%s)) WITH CHECK (%3$s AND (%4$s))', section, relation, writes, reach);
  EXECUTE format('CREATE POLICY %s_delete ON %s FOR DELETE TO noivu_app USING (%s AND (%s))', section, relation, writes, reach);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO noivu_app', relation);
  PERFORM audit.track(relation::regclass);
END
$$;
COMMENT ON FUNCTION personnel.make_section IS 'Makes a section of the file of a table that has the columns of its own: dates, document, strike, class, policies, log. Called in migrations.';

CREATE FUNCTION personnel.reach_sql(section text, permission text, own boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('((SELECT access.reaches_all(%1$L))%2$s OR EXISTS (SELECT FROM people.post held WHERE held.person_id = %3$I.person_id
    AND (held.valid_until IS NULL OR held.valid_until > current_setting(''noivu.today'')::date) AND held.unit_id = ANY ((SELECT access.reach_units(%1$L))::uuid[])))',
    permission, CASE WHEN own THEN format(' OR person_id = (SELECT access.reach_own(%L))', permission) ELSE '' END, section)
$$;
COMMENT ON FUNCTION personnel.reach_sql IS 'Condition of a policy: the person of a row is within reach of a permission by a post held today, or is the actor.';

SELECT personnel.make_section('name', $$'personal'$$);
SELECT personnel.make_section('place', $$'personal'$$);
SELECT personnel.make_section('fact', $$CASE WHEN kind IN ('ethnic-group', 'religion', 'war-invalid') THEN 'sensitive'
  WHEN kind IN ('occupation-before', 'policy-family') THEN 'personal' ELSE 'open' END$$);
SELECT personnel.make_section('qualification', $$'open'$$);
SELECT personnel.make_section('training', $$'open'$$);
SELECT personnel.make_section('membership', $$CASE WHEN kind = 'party' THEN 'sensitive' ELSE 'personal' END$$);
SELECT personnel.make_section('work', $$'personal'$$);
SELECT personnel.make_section('relative', $$'restricted'$$);
SELECT personnel.make_section('reward', $$'open'$$);
SELECT personnel.make_section('discipline', $$'sensitive'$$);
SELECT personnel.make_section('salary', $$'personal'$$);
SELECT personnel.make_section('paper', $$'personal'$$);
SELECT personnel.make_section('health', $$'sensitive'$$);
SELECT personnel.make_section('contract', $$'open'$$);
SELECT personnel.make_section('statement', $$'restricted'$$);
SELECT personnel.make_section('assessment', $$'personal'$$, false);
SELECT personnel.make_section('document', $$'personal'$$);

-- A number belongs to one person, also an old one that no longer holds.
CREATE UNIQUE INDEX paper_once ON personnel.paper (kind, number) WHERE struck_at IS NULL;

COMMENT ON TABLE personnel.name IS 'Names of a person: at birth, others (items 1, 2).';
COMMENT ON TABLE personnel.place IS 'Places of a person: birth, native place, registered and present residence (items 4, 5, 8, 9).';
COMMENT ON TABLE personnel.fact IS 'Single dated facts: a code of a list or a text, by kind (items 6, 7, 10, 11, 13, 15.1, 19, 20, 24; HS02).';
COMMENT ON TABLE personnel.qualification IS 'Levels reached: professional, political theory, state management, languages, informatics (items 15.2 to 15.6).';
COMMENT ON TABLE personnel.training IS 'Courses: school, field, form, certificate (item 27).';
COMMENT ON TABLE personnel.membership IS 'Party, unions and army: joined, official, left, rank (items 16 to 18).';
COMMENT ON TABLE personnel.work IS 'Work outside the posts recorded here (item 28).';
COMMENT ON TABLE personnel.relative IS 'Family, own and of the spouse (item 30): data of third persons.';
COMMENT ON TABLE personnel.reward IS 'Rewards (item 21).';
COMMENT ON TABLE personnel.discipline IS 'Disciplinary measures (item 22).';
COMMENT ON TABLE personnel.salary IS 'Salary lines as the file shows them: rank, step, coefficient, from (items 14, 31).';
COMMENT ON TABLE personnel.paper IS 'Numbered papers: identity cards past and present, passport, social insurance (items 25, 26).';
COMMENT ON TABLE personnel.health IS 'State of health, height, weight, blood group (item 23).';
COMMENT ON TABLE personnel.contract IS 'Contracts of work (HS02).';
COMMENT ON TABLE personnel.statement IS 'Statements on the own history (item 29).';
COMMENT ON TABLE personnel.assessment IS 'Remarks of the employing body (item 32); not shown to the person by this platform.';
COMMENT ON TABLE personnel.document IS 'Documents and photographs of a file.';

-- Whose number it is, whoever asks: a number of somebody outside one's reach must be told, not recorded twice. Gives the id alone.
CREATE FUNCTION personnel.owner_of_paper(kind text, number text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = personnel, pg_catalog, pg_temp AS $$
  SELECT p.person_id FROM personnel.paper p WHERE p.kind = owner_of_paper.kind AND p.number = owner_of_paper.number AND p.struck_at IS NULL
$$;
COMMENT ON FUNCTION personnel.owner_of_paper IS 'Id of the person with this paper, within reach or not; the caller looks at them through row-level security.';
REVOKE EXECUTE ON FUNCTION personnel.make_section FROM PUBLIC;

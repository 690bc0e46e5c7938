-- Whose account stands in which unit, from the main posts. Roles given to the members of a unit are found through it, so that one row
-- gives a right to thousands and one write takes it back.
CREATE VIEW access.member WITH (security_barrier) AS
  SELECT u.id AS user_id, t.unit_id, t.valid_from, t.valid_until
  FROM people.post t JOIN auth."user" u ON u."personId" = t.person_id
  WHERE t.is_main AND (current_user <> 'noivu_app' OR u.id = current_setting('noivu.actor', true) OR access.reaches_all('administration.readUsers'));
COMMENT ON VIEW access.member IS 'Accounts by the unit of their main post, from..until. Operations see the own one, or all where they may see users.';
GRANT SELECT ON access.member TO noivu_app;
CREATE INDEX IF NOT EXISTS user_person ON auth."user" ("personId");

CREATE FUNCTION access.assignments_of(who text, day date) RETURNS SETOF access.assignment LANGUAGE sql STABLE AS $$
  SELECT a.* FROM access.assignment a
  WHERE a.user_id = who AND a.valid_from <= day AND (a.valid_until IS NULL OR a.valid_until > day)
  UNION ALL
  SELECT a.* FROM access.assignment a
  WHERE a.members_of IS NOT NULL AND a.valid_from <= day AND (a.valid_until IS NULL OR a.valid_until > day)
    AND EXISTS (SELECT FROM access.member m
      WHERE m.user_id = who AND m.valid_from <= day AND (m.valid_until IS NULL OR m.valid_until > day)
        AND (m.unit_id = a.members_of OR a.members_below AND EXISTS (SELECT FROM access.scope s
          WHERE s.ancestor_id = a.members_of AND s.descendant_id = m.unit_id
            AND (s.valid_from IS NULL OR s.valid_from <= day) AND (s.valid_until IS NULL OR s.valid_until > day))))
$$;
COMMENT ON FUNCTION access.assignments_of IS 'Roles an account holds on a day: given to it, or to the members of its unit or of one above.';

CREATE FUNCTION access.second_factor_required(day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = access, pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM access.assignments_of(nullif(current_setting('noivu.actor', true), ''), day) a
    JOIN access.role r ON r.code = a.role LEFT JOIN access.role_rule x ON x.role = a.role WHERE coalesce(x.second_factor, r.second_factor))
$$;
COMMENT ON FUNCTION access.second_factor_required IS 'Whether a role the actor of this transaction holds asks for a second factor.';

-- Whom to tell: also those who hold a role as members of a unit; another system is told nothing.
CREATE OR REPLACE FUNCTION kernel.holders_of(wanted text, on_day date) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = access, pg_temp
  AS $$ SELECT u.id FROM auth."user" u WHERE NOT u.disabled AND u.kind = 'person'
    AND EXISTS (SELECT FROM access.assignments_of(u.id, on_day) a JOIN access.role_permission p ON p.role = a.role AND p.permission = wanted) $$;

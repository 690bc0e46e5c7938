-- The post that an act ended is looked up for each it began: by the act and the person together, or thirty thousand posts are read thirty thousand times.
DROP INDEX people.post_ended_by;
CREATE INDEX post_ended_by ON people.post (ended_by, person_id) WHERE ended_by IS NOT NULL;

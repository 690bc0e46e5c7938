-- The search form of a text: lower case, no diacritics, đ = d, white space collapsed. The same function as `fold` in src/kernel/text.ts,
-- which holds this text as `sqlFold`; a test compares the two files and the two answers.
CREATE SCHEMA IF NOT EXISTS kernel;

CREATE FUNCTION kernel.fold(text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN btrim(regexp_replace(lower(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(normalize(
      regexp_replace($1, '[\u034f\u0001-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+', '', 'g'),
      NFKD),
      '[\u0300-\u036f]+', '', 'g'),
      '[ĐđÐðƉɖ]', 'd', 'g'),
      '[Ƀƀ]', 'b', 'g'),
      '[‘’ʼʹ′`]', '''', 'g'),
      '[\u2010-\u2015\u2212]', '-', 'g')
    COLLATE "C"),
    '[\t-\r \u0085\u1680\u2028\u2029]{2,}|[\t-\r\u0085\u1680\u2028\u2029]', ' ', 'g'), ' ');

COMMENT ON FUNCTION kernel.fold(text) IS
  'Search form of a text: lower case, no diacritics, đ = d, white space collapsed. Same answer as fold() in src/kernel/text.ts. Immutable: may be indexed.';

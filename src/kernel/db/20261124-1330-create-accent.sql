-- The accented search form: lower case, decomposed, tones where they stand; then, after a line end, the same with the tone of each word moved
-- to the word's end, so that hòa and hoà are one word while hòa and hóa stay two. The same function as `accentForms` in src/kernel/text.ts.
CREATE FUNCTION kernel.accent(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT plain || E'\n' || regexp_replace(plain, '([\u0300\u0301\u0303\u0309\u0323])([a-zđ\u0302\u0306\u031b]*)', '\2\1', 'g')
  FROM (SELECT replace(lower(normalize(regexp_replace($1, '[\u034f\u0001-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+', '', 'g'), NFD) COLLATE "C"), 'Đ', 'đ') AS plain) x
$$;
COMMENT ON FUNCTION kernel.accent(text) IS 'Accented search form of a text, with tones in place and, after a line end, with tones at the end of each word. Same answer as accentForms() in src/kernel/text.ts.';

"""What keeps `Sought` and `KnownWord`, as the migrations beside write it into the database; never edited, only added to."""

COLUMNS = '(version_id, office_id, cooperative_id, "group", upper_name, text)'
TOLD = "id, office_id, cooperative_id, \"group\", upper(name), ' ' || upper(search) || ' '"
# Words of letters alone, apostrophes left out as the engine's folding leaves them out.
KNOWN_WORDS = """
INSERT INTO registry_knownword (office_id, word)
SELECT DISTINCT office_id, word
FROM {table}, regexp_split_to_table(translate(upper(search), $q$'’`$q$, ''), '[^[:alnum:]]+') word
WHERE current AND word ~ '^[[:alpha:]]{{3,40}}$'
ON CONFLICT (office_id, word) DO NOTHING
"""
# By statement: a COPY of a whole register costs one INSERT. A backup brings both tables, in the order of their names, so
# that what is there already stays.
_FUNCTION = """
CREATE OR REPLACE FUNCTION registry_keep_sought() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM registry_sought USING gone WHERE version_id = gone.id;
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    INSERT INTO registry_sought {columns} SELECT {told} FROM came WHERE current ON CONFLICT (version_id) DO NOTHING;
    {more}
  END IF;
  RETURN NULL;
END $$
"""
KEEPS_ROWS = _FUNCTION.format(columns=COLUMNS, told=TOLD, more="")
KEEPS_WORDS_TOO = _FUNCTION.format(columns=COLUMNS, told=TOLD, more=f"{KNOWN_WORDS.format(table='came').strip()};")

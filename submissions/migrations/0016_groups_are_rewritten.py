"""Groups of questions are made while questions come: their rows are written anew every night, too."""

from django.db import migrations

TABLES = """
CREATE OR REPLACE FUNCTION tables_of_words() RETURNS SETOF regclass LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE tables(name) AS (
        SELECT unnest(ARRAY[%s]::regclass[])
        UNION SELECT c.conrelid::regclass FROM pg_constraint c JOIN tables ON c.confrelid = tables.name WHERE c.contype = 'f'
    )
    SELECT name FROM tables ORDER BY name::text
$$;
"""
BEFORE = "'submissions_submission', 'submissions_draft', 'submissions_outboxmessage'"


class Migration(migrations.Migration):
    dependencies = [("submissions", "0015_further_languages")]
    operations = [migrations.RunSQL(TABLES % f"{BEFORE}, 'submissions_questiongroup'", TABLES % BEFORE)]

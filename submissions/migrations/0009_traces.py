"""Rows that came with words are written anew every night, so that their files tell no order.

A row carries the number of the transaction that wrote it, and lies where there was room when it came. The first function
writes all of them anew in one transaction: one number for all. The second lays each table out in the order of its ids, which
are random, in a new file that holds no old versions. Both are run as the owner of the tables, by anybody: nothing can be given to
them, no value of any row is changed by them, and every trigger looks on.
"""

from django.db import migrations

FORWARDS = """
-- Whatever points to a submission, however far away; and what waits to be sent, or to be handed on.
CREATE FUNCTION tables_of_words() RETURNS SETOF regclass LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE tables(name) AS (
        SELECT unnest(ARRAY['submissions_submission', 'submissions_draft', 'submissions_outboxmessage']::regclass[])
        UNION SELECT c.conrelid::regclass FROM pg_constraint c JOIN tables ON c.confrelid = tables.name WHERE c.contype = 'f'
    )
    SELECT name FROM tables ORDER BY name::text
$$;

CREATE FUNCTION rewrite_what_came_in() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '10s' AS $$
DECLARE
    name regclass;
    key text;
BEGIN
    FOR name IN SELECT tables_of_words() LOOP
        SELECT a.attname INTO key FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE i.indrelid = name AND i.indisprimary;
        EXECUTE format('UPDATE %s SET %I = %I', name, key, key);
    END LOOP;
END $$;

CREATE FUNCTION lay_out_what_came_in() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '10s' AS $$
DECLARE
    name regclass;
    key regclass;
BEGIN
    FOR name IN SELECT tables_of_words() LOOP
        SELECT indexrelid::regclass INTO key FROM pg_index WHERE indrelid = name AND indisprimary;
        EXECUTE format('CLUSTER %s USING %s', name, key);
    END LOOP;
END $$;
"""

BACKWARDS = """
DROP FUNCTION lay_out_what_came_in();
DROP FUNCTION rewrite_what_came_in();
DROP FUNCTION tables_of_words();
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0008_promises_hold")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

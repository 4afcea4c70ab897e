"""Whether words from social media were taken is asked of what is there now, not of what an older snapshot saw."""

from django.db import migrations

FORWARDS = """
CREATE OR REPLACE FUNCTION social_stays_social() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sees_what_was_said();
    IF EXISTS (SELECT 1 FROM submissions_submission WHERE event_id = OLD.id) THEN
        PERFORM refuse('social_stays_social',
            'words from social media have been taken here: as anything else they could be quoted');
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION social_stays_social() SET search_path = pg_catalog, public, pg_temp;
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0026_no_day_beside_words_that_name_nobody")]
    # Backwards the function stays as it is: it refuses nothing that is right.
    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]

"""Once something was said, the smallest group that may be counted is never made smaller: people spoke relying on it."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION smallest_group_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sees_what_was_said();
    IF EXISTS (SELECT 1 FROM submissions_submission s JOIN consultations_event e ON e.id = s.event_id
        WHERE e.consultation_id = OLD.id) THEN
        PERFORM refuse('smallest_group_only_grows',
            'something has been said here: the smallest group can only become larger');
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION smallest_group_only_grows() SET search_path = pg_catalog, public, pg_temp;
CREATE TRIGGER smallest_group_only_grows BEFORE UPDATE ON consultations_consultation
    FOR EACH ROW WHEN (NEW.k < OLD.k) EXECUTE FUNCTION smallest_group_only_grows();
"""
BACKWARDS = """
DROP TRIGGER smallest_group_only_grows ON consultations_consultation;
DROP FUNCTION smallest_group_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0024_words_without_a_session_hold_every_session")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

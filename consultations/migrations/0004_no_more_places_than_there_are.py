"""An event with a number of places never has more people than that. Who did not come gives the place back."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION no_more_places_than_there_are() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    places integer;
    taken integer;
BEGIN
    SELECT capacity INTO places FROM consultations_event WHERE id = NEW.event_id;
    IF places IS NULL THEN
        RETURN NEW;
    END IF;
    -- One after the other: two who count at the same time would both find the last place free.
    SELECT capacity INTO places FROM consultations_event WHERE id = NEW.event_id FOR NO KEY UPDATE;
    SELECT count(*) INTO taken FROM consultations_registration
        WHERE event_id = NEW.event_id AND id <> NEW.id AND waiting_position IS NULL AND attended IS NOT FALSE;
    IF taken >= places THEN
        RAISE EXCEPTION 'all % places are taken', places
            USING ERRCODE = 'check_violation', CONSTRAINT = 'no_more_places_than_there_are';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_more_places_than_there_are_new BEFORE INSERT ON consultations_registration
    FOR EACH ROW WHEN (NEW.waiting_position IS NULL AND NEW.attended IS NOT FALSE)
    EXECUTE FUNCTION no_more_places_than_there_are();
CREATE TRIGGER no_more_places_than_there_are_changed
    BEFORE UPDATE OF event_id, waiting_position, attended ON consultations_registration
    FOR EACH ROW WHEN (NEW.waiting_position IS NULL AND NEW.attended IS NOT FALSE AND (
        OLD.waiting_position IS NOT NULL OR OLD.attended IS FALSE OR OLD.event_id <> NEW.event_id))
    EXECUTE FUNCTION no_more_places_than_there_are();
"""

BACKWARDS = """
DROP TRIGGER no_more_places_than_there_are_new ON consultations_registration;
DROP TRIGGER no_more_places_than_there_are_changed ON consultations_registration;
DROP FUNCTION no_more_places_than_there_are();
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_invitations_places_and_mail")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

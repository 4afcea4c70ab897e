"""What else decides how words are printed: the kind of an event, and what a sender consented to."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION social_stays_social() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM submissions_submission WHERE event_id = OLD.id) THEN
        RAISE EXCEPTION 'words from social media have been taken here: as anything else they could be quoted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'social_stays_social';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER social_stays_social BEFORE UPDATE OF kind ON consultations_event
    FOR EACH ROW WHEN (OLD.kind = 'social' AND NEW.kind <> 'social') EXECUTE FUNCTION social_stays_social();

CREATE FUNCTION attribution_openness(attribution text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE attribution WHEN 'named' THEN 2 WHEN 'organization' THEN 1 ELSE 0 END
$$;
CREATE FUNCTION consent_only_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF attribution_openness(NEW.attribution) > attribution_openness(OLD.attribution)
        OR (NEW.name <> '' AND NEW.name <> OLD.name)
        OR (NEW.organization_name <> '' AND NEW.organization_name <> OLD.organization_name)
        OR (NEW.participant_id IS NOT NULL AND NEW.participant_id IS DISTINCT FROM OLD.participant_id)
        OR (NEW.organization_id IS NOT NULL AND NEW.organization_id IS DISTINCT FROM OLD.organization_id) THEN
        RAISE EXCEPTION 'a sender can be told less of than they agreed to, never more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_only_shrinks';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_only_shrinks BEFORE UPDATE ON submissions_submission
    FOR EACH ROW EXECUTE FUNCTION consent_only_shrinks();

CREATE FUNCTION session_is_of_the_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM consultations_session WHERE id = NEW.session_id AND event_id = NEW.event_id) THEN
        RAISE EXCEPTION 'a submission to one event cannot be of a session of another, which may have a stricter rule'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'session_is_of_the_event';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_is_of_the_event BEFORE INSERT ON submissions_submission
    FOR EACH ROW WHEN (NEW.session_id IS NOT NULL) EXECUTE FUNCTION session_is_of_the_event();
"""

BACKWARDS = """
DROP TRIGGER session_is_of_the_event ON submissions_submission;
DROP TRIGGER consent_only_shrinks ON submissions_submission;
DROP TRIGGER social_stays_social ON consultations_event;
DROP FUNCTION session_is_of_the_event();
DROP FUNCTION consent_only_shrinks();
DROP FUNCTION attribution_openness(text);
DROP FUNCTION social_stays_social();
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_unscreened_and_known"), ("consultations", "0004_presented_by")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

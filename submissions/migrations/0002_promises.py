"""What the database refuses, whoever asks.

- The rule under which something was said only becomes stricter.
- Words as received, the rule copied with them and where they were said do not change.
- The audit trail is append-only.
- What else decides how words are printed: the kind of an event, and what a sender consented to, only get stricter.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION rule_strictness(rule text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE rule WHEN 'attributable' THEN 0 WHEN 'by_consent' THEN 1 ELSE 2 END
$$;

CREATE FUNCTION rule_only_becomes_stricter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above text := NULL;
    spoken boolean;
BEGIN
    -- The effective rule is the row's own or, when that is empty, the one above it.
    IF TG_TABLE_NAME = 'consultations_session' THEN
        SELECT coalesce(e.attribution_rule, c.attribution_rule) INTO above
            FROM consultations_event e JOIN consultations_consultation c ON c.id = e.consultation_id WHERE e.id = OLD.event_id;
        SELECT EXISTS (SELECT 1 FROM submissions_submission WHERE session_id = OLD.id) INTO spoken;
    ELSIF TG_TABLE_NAME = 'consultations_event' THEN
        SELECT attribution_rule INTO above FROM consultations_consultation WHERE id = OLD.consultation_id;
        SELECT EXISTS (SELECT 1 FROM submissions_submission s LEFT JOIN consultations_session t ON t.id = s.session_id
            WHERE s.event_id = OLD.id AND t.attribution_rule IS NULL) INTO spoken;
    ELSE
        SELECT EXISTS (SELECT 1 FROM submissions_submission s JOIN consultations_event e ON e.id = s.event_id
            LEFT JOIN consultations_session t ON t.id = s.session_id
            WHERE e.consultation_id = OLD.id AND e.attribution_rule IS NULL AND t.attribution_rule IS NULL) INTO spoken;
    END IF;
    IF spoken AND rule_strictness(coalesce(NEW.attribution_rule, above)) <
    rule_strictness(coalesce(OLD.attribution_rule, above)) THEN
        RAISE EXCEPTION 'something has been said under this rule: it can only become stricter'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_only_becomes_stricter';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER rule_only_becomes_stricter BEFORE UPDATE OF attribution_rule ON consultations_consultation
    FOR EACH ROW EXECUTE FUNCTION rule_only_becomes_stricter();
CREATE TRIGGER rule_only_becomes_stricter BEFORE UPDATE OF attribution_rule ON consultations_event
    FOR EACH ROW EXECUTE FUNCTION rule_only_becomes_stricter();
CREATE TRIGGER rule_only_becomes_stricter BEFORE UPDATE OF attribution_rule ON consultations_session
    FOR EACH ROW EXECUTE FUNCTION rule_only_becomes_stricter();

CREATE FUNCTION rule_is_no_looser_than_its_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    effective text;
BEGIN
    SELECT coalesce(t.attribution_rule, e.attribution_rule, c.attribution_rule) INTO effective
        FROM consultations_event e JOIN consultations_consultation c ON c.id = e.consultation_id
        LEFT JOIN consultations_session t ON t.id = NEW.session_id AND t.event_id = e.id WHERE e.id = NEW.event_id;
    IF rule_strictness(NEW.rule) < rule_strictness(effective) THEN
        RAISE EXCEPTION 'a submission cannot have a looser rule than the place where it was said'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_is_no_looser_than_its_place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rule_is_no_looser_than_its_place BEFORE INSERT ON submissions_submission
    FOR EACH ROW EXECUTE FUNCTION rule_is_no_looser_than_its_place();

CREATE FUNCTION place_does_not_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'consultations_session' THEN
        IF NEW.event_id <> OLD.event_id AND EXISTS (SELECT 1 FROM submissions_submission WHERE session_id = OLD.id) THEN
            RAISE EXCEPTION 'something has been said in this session: it stays in its event'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'place_does_not_move';
        END IF;
    ELSIF NEW.consultation_id <> OLD.consultation_id AND EXISTS (SELECT 1 FROM submissions_submission WHERE event_id = OLD.id) THEN
        RAISE EXCEPTION 'something has been said at this event: it stays in its consultation'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'place_does_not_move';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER place_does_not_move BEFORE UPDATE OF event_id ON consultations_session
    FOR EACH ROW EXECUTE FUNCTION place_does_not_move();
CREATE TRIGGER place_does_not_move BEFORE UPDATE OF consultation_id ON consultations_event
    FOR EACH ROW EXECUTE FUNCTION place_does_not_move();

CREATE FUNCTION words_do_not_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'submissions_contribution' THEN
        IF (NEW.text, NEW.submission_id, NEW.language) IS DISTINCT FROM (OLD.text, OLD.submission_id, OLD.language) THEN
            RAISE EXCEPTION 'words as received do not change'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'words_do_not_change';
        END IF;
    ELSIF NEW.event_id <> OLD.event_id OR NEW.session_id IS DISTINCT FROM OLD.session_id
          OR NEW.received_on <> OLD.received_on
          OR rule_strictness(NEW.rule) < rule_strictness(OLD.rule) THEN
        RAISE EXCEPTION 'where, when and under which rule something was said does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'words_do_not_change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER words_do_not_change BEFORE UPDATE ON submissions_contribution
    FOR EACH ROW EXECUTE FUNCTION words_do_not_change();
CREATE TRIGGER words_do_not_change BEFORE UPDATE ON submissions_submission
    FOR EACH ROW EXECUTE FUNCTION words_do_not_change();

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_is_append_only';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON submissions_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

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
DROP TRIGGER audit_is_append_only ON submissions_auditentry;
DROP TRIGGER words_do_not_change ON submissions_submission;
DROP TRIGGER words_do_not_change ON submissions_contribution;
DROP TRIGGER rule_is_no_looser_than_its_place ON submissions_submission;
DROP TRIGGER place_does_not_move ON consultations_event;
DROP TRIGGER place_does_not_move ON consultations_session;
DROP TRIGGER rule_only_becomes_stricter ON consultations_session;
DROP TRIGGER rule_only_becomes_stricter ON consultations_event;
DROP TRIGGER rule_only_becomes_stricter ON consultations_consultation;
DROP FUNCTION audit_is_append_only();
DROP FUNCTION words_do_not_change();
DROP FUNCTION place_does_not_move();
DROP FUNCTION rule_is_no_looser_than_its_place();
DROP FUNCTION rule_only_becomes_stricter();
DROP FUNCTION rule_strictness(text);
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial"), ("consultations", "0002_outline_of_three")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

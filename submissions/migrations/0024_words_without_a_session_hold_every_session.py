"""Words that name nobody and are kept without a session may have been said in any session of their event.

Such words lose their session where a presenter would name the speaker, and a presenter can be taken away afterwards: so
none of the event's sessions gets a rule looser than that under which they were said, and none moves to another event.
"""

from django.db import migrations

FORWARDS = """
CREATE OR REPLACE FUNCTION said_in_no_session(event bigint, looser text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM submissions_submission WHERE event_id = event AND session_id IS NULL
        AND names_nobody(rule, attribution) AND rule_strictness(rule) > rule_strictness(looser));
END $$;

CREATE OR REPLACE FUNCTION rule_is_no_looser_than_its_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    effective text;
    own text := NULL;
BEGIN
    -- Locked until these words are there for all to see: no rule is loosened and no presenter entered meanwhile.
    -- From above to below, as a form locks that changes an event and then its sessions; whoever changes a session
    -- alone has it locked already, and takes of its event no more than a share.
    SELECT coalesce(e.attribution_rule, c.attribution_rule) INTO effective
        FROM consultations_consultation c JOIN consultations_event e ON e.consultation_id = c.id
        WHERE e.id = NEW.event_id FOR SHARE OF c, e;
    IF NEW.session_id IS NOT NULL THEN
        SELECT attribution_rule INTO own FROM consultations_session
            WHERE id = NEW.session_id AND event_id = NEW.event_id FOR SHARE;
    ELSIF names_nobody(NEW.rule, NEW.attribution) THEN
        PERFORM 1 FROM consultations_session WHERE event_id = NEW.event_id ORDER BY id FOR SHARE;
    END IF;
    IF rule_strictness(NEW.rule) < rule_strictness(coalesce(own, effective)) THEN
        PERFORM refuse('rule_is_no_looser_than_its_place',
            'a submission cannot have a looser rule than the place where it was said');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION rule_only_becomes_stricter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above text := NULL;
    spoken boolean;
BEGIN
    -- What stands above is locked: nobody loosens it at the same moment.
    IF TG_TABLE_NAME = 'consultations_session' THEN
        SELECT coalesce(e.attribution_rule, c.attribution_rule) INTO above
            FROM consultations_consultation c JOIN consultations_event e ON e.consultation_id = c.id
            WHERE e.id = OLD.event_id FOR SHARE OF c, e;
    ELSIF TG_TABLE_NAME = 'consultations_event' THEN
        SELECT attribution_rule INTO above FROM consultations_consultation WHERE id = OLD.consultation_id FOR SHARE;
    END IF;
    IF rule_strictness(coalesce(NEW.attribution_rule, above)) >= rule_strictness(coalesce(OLD.attribution_rule, above))
    THEN
        RETURN NEW;
    END IF;
    PERFORM sees_what_was_said();
    IF TG_TABLE_NAME = 'consultations_session' THEN
        spoken := EXISTS (SELECT 1 FROM submissions_submission WHERE session_id = OLD.id)
            OR said_in_no_session(OLD.event_id, coalesce(NEW.attribution_rule, above));
    ELSIF TG_TABLE_NAME = 'consultations_event' THEN
        SELECT EXISTS (SELECT 1 FROM submissions_submission s LEFT JOIN consultations_session t ON t.id = s.session_id
            WHERE s.event_id = OLD.id AND t.attribution_rule IS NULL) INTO spoken;
    ELSE
        SELECT EXISTS (SELECT 1 FROM submissions_submission s JOIN consultations_event e ON e.id = s.event_id
            LEFT JOIN consultations_session t ON t.id = s.session_id
            WHERE e.consultation_id = OLD.id AND e.attribution_rule IS NULL AND t.attribution_rule IS NULL) INTO spoken;
    END IF;
    IF spoken THEN
        PERFORM refuse('rule_only_becomes_stricter',
            'something has been said under this rule: it can only become stricter');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION place_does_not_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sees_what_was_said();
    IF TG_TABLE_NAME = 'consultations_session' THEN
        IF EXISTS (SELECT 1 FROM submissions_submission WHERE session_id = OLD.id)
            OR said_in_no_session(OLD.event_id, 'attributable') THEN
            PERFORM refuse('place_does_not_move', 'something has been said in this session: it stays in its event');
        END IF;
    ELSIF EXISTS (SELECT 1 FROM submissions_submission WHERE event_id = OLD.id) THEN
        PERFORM refuse('place_does_not_move', 'something has been said at this event: it stays in its consultation');
    END IF;
    RETURN NEW;
END $$;

-- A table made for a moment under the name of another would be read instead of it.
ALTER FUNCTION said_in_no_session(bigint, text) SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION rule_is_no_looser_than_its_place() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION rule_only_becomes_stricter() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION place_does_not_move() SET search_path = pg_catalog, public, pg_temp;
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0023_a_deleted_theme_leaves_no_time")]
    # Backwards the stricter functions stay: they refuse nothing that is right.
    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]

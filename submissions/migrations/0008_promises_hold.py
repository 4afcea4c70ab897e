"""What the promises still let through: places that are replaced, ids that are lent, presenters entered afterwards.

- Places where something was said, and what was said, are neither deleted nor given another id: foreign keys are
  checked when a transaction ends, and until then another row could have taken the id with a looser rule.
- Two transactions side by side cannot loosen together what neither could alone: places are locked while they are read.
- A session in which protected words were taken gets no presenter: words, session and programme would name the speaker.
- Words, answers, questions, topics and themes stay in their event and consultation.
- Rows that come with a submission get random ids whoever inserts them.
"""

from typing import Any

from django.db import migrations

FORWARDS = """
CREATE FUNCTION refuse(name text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;

-- Under repeatable read a transaction does not see what was said since it began.
CREATE FUNCTION sees_what_was_said() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM refuse('rules_change_under_read_committed', 'rules and places are changed under read committed alone');
    END IF;
END $$;

CREATE FUNCTION has_a_presenter(place bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM consultations_session WHERE id = place AND presented_by_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM consultations_presentation WHERE session_id = place);
END $$;

CREATE FUNCTION names_nobody(rule text, attribution text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT rule = 'chatham_house' OR (rule = 'by_consent' AND attribution = 'not_attributed')
$$;

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
        -- Protected words of a presentation are kept without their session: it may have been any that has a presenter.
        SELECT EXISTS (SELECT 1 FROM submissions_submission WHERE session_id = OLD.id)
            OR (has_a_presenter(OLD.id) AND EXISTS (SELECT 1 FROM submissions_submission
                WHERE event_id = OLD.event_id AND session_id IS NULL AND rule = 'chatham_house')) INTO spoken;
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

CREATE OR REPLACE FUNCTION rule_is_no_looser_than_its_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    effective text;
    own text := NULL;
BEGIN
    -- Locked until these words are there for all to see: no rule is loosened and no presenter entered meanwhile.
    SELECT coalesce(e.attribution_rule, c.attribution_rule) INTO effective
        FROM consultations_consultation c JOIN consultations_event e ON e.consultation_id = c.id
        WHERE e.id = NEW.event_id FOR SHARE OF c, e;
    SELECT attribution_rule INTO own FROM consultations_session
        WHERE id = NEW.session_id AND event_id = NEW.event_id FOR SHARE;
    IF rule_strictness(NEW.rule) < rule_strictness(coalesce(own, effective)) THEN
        PERFORM refuse('rule_is_no_looser_than_its_place',
            'a submission cannot have a looser rule than the place where it was said');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION place_does_not_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sees_what_was_said();
    IF TG_TABLE_NAME = 'consultations_session' THEN
        IF EXISTS (SELECT 1 FROM submissions_submission WHERE session_id = OLD.id) THEN
            PERFORM refuse('place_does_not_move', 'something has been said in this session: it stays in its event');
        END IF;
    ELSIF EXISTS (SELECT 1 FROM submissions_submission WHERE event_id = OLD.id) THEN
        PERFORM refuse('place_does_not_move', 'something has been said at this event: it stays in its consultation');
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER rule_only_becomes_stricter ON consultations_consultation;
DROP TRIGGER rule_only_becomes_stricter ON consultations_event;
DROP TRIGGER rule_only_becomes_stricter ON consultations_session;
DROP TRIGGER place_does_not_move ON consultations_session;
DROP TRIGGER place_does_not_move ON consultations_event;
CREATE TRIGGER rule_only_becomes_stricter BEFORE UPDATE ON consultations_consultation FOR EACH ROW
    WHEN (NEW.attribution_rule IS DISTINCT FROM OLD.attribution_rule) EXECUTE FUNCTION rule_only_becomes_stricter();
CREATE TRIGGER rule_only_becomes_stricter BEFORE UPDATE ON consultations_event FOR EACH ROW
    WHEN (NEW.attribution_rule IS DISTINCT FROM OLD.attribution_rule) EXECUTE FUNCTION rule_only_becomes_stricter();
CREATE TRIGGER rule_only_becomes_stricter BEFORE UPDATE ON consultations_session FOR EACH ROW
    WHEN (NEW.attribution_rule IS DISTINCT FROM OLD.attribution_rule) EXECUTE FUNCTION rule_only_becomes_stricter();
CREATE TRIGGER place_does_not_move BEFORE UPDATE ON consultations_session FOR EACH ROW
    WHEN (NEW.event_id IS DISTINCT FROM OLD.event_id) EXECUTE FUNCTION place_does_not_move();
CREATE TRIGGER place_does_not_move BEFORE UPDATE ON consultations_event FOR EACH ROW
    WHEN (NEW.consultation_id IS DISTINCT FROM OLD.consultation_id) EXECUTE FUNCTION place_does_not_move();

CREATE FUNCTION place_of_words_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_TABLE_NAME = 'consultations_session'
            AND EXISTS (SELECT 1 FROM submissions_submission WHERE session_id = OLD.id))
        OR (TG_TABLE_NAME = 'consultations_event'
            AND EXISTS (SELECT 1 FROM submissions_submission WHERE event_id = OLD.id))
        OR (TG_TABLE_NAME = 'consultations_consultation' AND EXISTS (SELECT 1 FROM submissions_submission s
            JOIN consultations_event e ON e.id = s.event_id WHERE e.consultation_id = OLD.id)) THEN
        PERFORM refuse('place_of_words_stays', 'something has been said here: the place cannot be deleted');
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER place_of_words_stays BEFORE DELETE ON consultations_consultation
    FOR EACH ROW EXECUTE FUNCTION place_of_words_stays();
CREATE TRIGGER place_of_words_stays BEFORE DELETE ON consultations_event
    FOR EACH ROW EXECUTE FUNCTION place_of_words_stays();
CREATE TRIGGER place_of_words_stays BEFORE DELETE ON consultations_session
    FOR EACH ROW EXECUTE FUNCTION place_of_words_stays();

CREATE FUNCTION id_does_not_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse('id_does_not_change', 'another row could take the place of this one: ids do not change');
END $$;
CREATE TRIGGER id_does_not_change BEFORE UPDATE ON consultations_consultation
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION id_does_not_change();
CREATE TRIGGER id_does_not_change BEFORE UPDATE ON consultations_event
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION id_does_not_change();
CREATE TRIGGER id_does_not_change BEFORE UPDATE ON consultations_session
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION id_does_not_change();
CREATE TRIGGER id_does_not_change BEFORE UPDATE ON submissions_submission
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION id_does_not_change();
CREATE TRIGGER id_does_not_change BEFORE UPDATE ON submissions_contribution
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION id_does_not_change();

CREATE FUNCTION what_was_said_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse('what_was_said_stays', 'what was said can be withdrawn, not deleted');
END $$;
CREATE TRIGGER what_was_said_stays BEFORE DELETE ON submissions_submission
    FOR EACH ROW EXECUTE FUNCTION what_was_said_stays();
CREATE TRIGGER what_was_said_stays BEFORE DELETE ON submissions_contribution
    FOR EACH ROW EXECUTE FUNCTION what_was_said_stays();

CREATE OR REPLACE FUNCTION words_do_not_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'submissions_contribution' THEN
        IF (NEW.text, NEW.submission_id, NEW.language, NEW.question_id) IS DISTINCT FROM
            (OLD.text, OLD.submission_id, OLD.language, OLD.question_id) THEN
            PERFORM refuse('words_do_not_change', 'words as received do not change');
        END IF;
    -- A session may be forgotten for words that name nobody: the rule that is kept with them protects them without it.
    ELSIF (NEW.event_id, NEW.received_on, NEW.via, NEW.language, NEW.idempotency_key, NEW.receipt_hash)
            IS DISTINCT FROM (OLD.event_id, OLD.received_on, OLD.via, OLD.language, OLD.idempotency_key, OLD.receipt_hash)
        OR (NEW.session_id IS DISTINCT FROM OLD.session_id
            AND NOT (NEW.session_id IS NULL AND names_nobody(NEW.rule, NEW.attribution)))
        OR (NEW.sector <> OLD.sector AND NEW.sector <> '')
        OR rule_strictness(NEW.rule) < rule_strictness(OLD.rule) THEN
        PERFORM refuse('words_do_not_change', 'where, when and under which rule something was said does not change');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION protected_words_have_no_presenter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF has_a_presenter(NEW.session_id) THEN
        PERFORM refuse('protected_words_have_no_presenter',
            'words that name nobody are kept without a session whose presenter the programme names');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER protected_words_have_no_presenter BEFORE INSERT ON submissions_submission FOR EACH ROW
    WHEN (NEW.session_id IS NOT NULL AND names_nobody(NEW.rule, NEW.attribution))
    EXECUTE FUNCTION protected_words_have_no_presenter();

CREATE FUNCTION session_of_a_presenter_is_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM consultations_session WHERE id = NEW.session_id FOR SHARE;
    IF has_a_presenter(NEW.session_id) THEN
        NEW.session_id := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_of_a_presenter_is_forgotten BEFORE UPDATE ON submissions_submission FOR EACH ROW
    WHEN (NEW.session_id IS NOT NULL AND names_nobody(NEW.rule, NEW.attribution)
        AND NOT names_nobody(OLD.rule, OLD.attribution))
    EXECUTE FUNCTION session_of_a_presenter_is_forgotten();

CREATE FUNCTION no_presenter_after_protected_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place bigint;
BEGIN
    PERFORM sees_what_was_said();
    IF TG_TABLE_NAME = 'consultations_session' THEN
        place := NEW.id;
    ELSE
        place := NEW.session_id;
        PERFORM 1 FROM consultations_session WHERE id = place FOR NO KEY UPDATE;
    END IF;
    IF EXISTS (SELECT 1 FROM submissions_submission
        WHERE session_id = place AND names_nobody(rule, attribution)) THEN
        PERFORM refuse('no_presenter_after_protected_words',
            'words that name nobody have been taken in this session: a presenter would name their speaker');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_presenter_after_protected_words BEFORE INSERT OR UPDATE OF session_id, participant_id
    ON consultations_presentation FOR EACH ROW EXECUTE FUNCTION no_presenter_after_protected_words();
CREATE TRIGGER no_presenter_after_protected_words BEFORE UPDATE ON consultations_session FOR EACH ROW
    WHEN (NEW.presented_by_id IS NOT NULL AND NEW.presented_by_id IS DISTINCT FROM OLD.presented_by_id)
    EXECUTE FUNCTION no_presenter_after_protected_words();

CREATE FUNCTION consultation_of_topic(topic bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT s.consultation_id FROM consultations_topic t JOIN consultations_section s ON s.id = t.section_id
        WHERE t.id = topic);
END $$;
CREATE FUNCTION consultation_of_words(contribution uuid) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT e.consultation_id FROM submissions_contribution c JOIN submissions_submission s ON s.id = c.submission_id
        JOIN consultations_event e ON e.id = s.event_id WHERE c.id = contribution);
END $$;

CREATE FUNCTION stays_in_its_consultation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fits boolean;
BEGIN
    IF TG_TABLE_NAME = 'submissions_contribution' THEN
        fits := consultation_of_topic(NEW.topic_id) = (SELECT e.consultation_id FROM submissions_submission s
                JOIN consultations_event e ON e.id = s.event_id WHERE s.id = NEW.submission_id)
            AND (NEW.merged_into_id IS NULL
                OR consultation_of_words(NEW.merged_into_id) = consultation_of_topic(NEW.topic_id));
    ELSIF TG_TABLE_NAME = 'submissions_support' THEN
        fits := consultation_of_words(NEW.contribution_id)
            = consultation_of_topic((SELECT topic_id FROM submissions_theme WHERE id = NEW.theme_id));
    ELSIF TG_TABLE_NAME = 'submissions_theme' THEN
        fits := consultation_of_topic(NEW.topic_id) = consultation_of_topic(OLD.topic_id)
            OR NOT EXISTS (SELECT 1 FROM submissions_support WHERE theme_id = OLD.id);
    ELSIF TG_TABLE_NAME = 'consultations_topic' THEN
        fits := (SELECT consultation_id FROM consultations_section WHERE id = NEW.section_id)
                = (SELECT consultation_id FROM consultations_section WHERE id = OLD.section_id)
            OR NOT EXISTS (SELECT 1 FROM submissions_contribution WHERE topic_id = OLD.id);
    ELSE
        fits := NOT EXISTS (SELECT 1 FROM submissions_contribution c JOIN consultations_topic t ON t.id = c.topic_id
            WHERE t.section_id = OLD.id);
    END IF;
    -- What does not exist is for the foreign keys to say.
    IF NOT coalesce(fits, true) THEN
        PERFORM refuse('stays_in_its_consultation', 'words and what they are filed under belong to one consultation');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays_in_its_consultation BEFORE INSERT OR UPDATE OF topic_id, merged_into_id ON submissions_contribution
    FOR EACH ROW EXECUTE FUNCTION stays_in_its_consultation();
CREATE TRIGGER stays_in_its_consultation BEFORE INSERT OR UPDATE ON submissions_support
    FOR EACH ROW EXECUTE FUNCTION stays_in_its_consultation();
CREATE TRIGGER stays_in_its_consultation BEFORE UPDATE ON submissions_theme
    FOR EACH ROW WHEN (NEW.topic_id <> OLD.topic_id) EXECUTE FUNCTION stays_in_its_consultation();
CREATE TRIGGER stays_in_its_consultation BEFORE UPDATE ON consultations_topic
    FOR EACH ROW WHEN (NEW.section_id <> OLD.section_id) EXECUTE FUNCTION stays_in_its_consultation();
CREATE TRIGGER stays_in_its_consultation BEFORE UPDATE ON consultations_section
    FOR EACH ROW WHEN (NEW.consultation_id <> OLD.consultation_id) EXECUTE FUNCTION stays_in_its_consultation();

CREATE FUNCTION question_stays_in_its_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fits boolean;
BEGIN
    IF TG_TABLE_NAME = 'submissions_answer' THEN
        fits := (SELECT q.event_id FROM submissions_questionnaire q JOIN submissions_question n ON n.questionnaire_id = q.id
            WHERE n.id = NEW.question_id) = (SELECT event_id FROM submissions_submission WHERE id = NEW.submission_id);
    ELSIF TG_TABLE_NAME = 'submissions_question' THEN
        fits := NOT EXISTS (SELECT 1 FROM submissions_answer WHERE question_id = OLD.id)
            AND NOT EXISTS (SELECT 1 FROM submissions_contribution WHERE question_id = OLD.id);
    ELSE
        fits := NOT EXISTS (SELECT 1 FROM submissions_question n WHERE n.questionnaire_id = OLD.id AND (
            EXISTS (SELECT 1 FROM submissions_answer WHERE question_id = n.id)
            OR EXISTS (SELECT 1 FROM submissions_contribution WHERE question_id = n.id)));
    END IF;
    IF NOT coalesce(fits, true) THEN
        PERFORM refuse('question_stays_in_its_event', 'what was answered stays with the event at which it was asked');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_stays_in_its_event BEFORE INSERT OR UPDATE ON submissions_answer
    FOR EACH ROW EXECUTE FUNCTION question_stays_in_its_event();
CREATE TRIGGER question_stays_in_its_event BEFORE UPDATE ON submissions_question
    FOR EACH ROW WHEN (NEW.questionnaire_id <> OLD.questionnaire_id) EXECUTE FUNCTION question_stays_in_its_event();
CREATE TRIGGER question_stays_in_its_event BEFORE UPDATE ON submissions_questionnaire
    FOR EACH ROW WHEN (NEW.event_id <> OLD.event_id) EXECUTE FUNCTION question_stays_in_its_event();

-- A row written anew as it was is no change: so the nightly rewriting passes, and nothing else.
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    PERFORM refuse('audit_is_append_only', 'the audit trail is append-only');
    RETURN NULL;
END $$;

CREATE FUNCTION unordered_id() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT (1::bigint << 62) | ('x' || right(replace(gen_random_uuid()::text, '-', ''), 15))::bit(60)::bigint
$$;
ALTER TABLE submissions_answer ALTER id DROP IDENTITY, ALTER id SET DEFAULT unordered_id();
ALTER TABLE submissions_flag ALTER id DROP IDENTITY, ALTER id SET DEFAULT unordered_id();
ALTER TABLE submissions_contribution_addressees ALTER id DROP IDENTITY, ALTER id SET DEFAULT unordered_id();

ALTER TABLE submissions_submission
    ADD CONSTRAINT submission_ids_are_random CHECK (substr(id::text, 15, 1) = '4'),
    ADD CONSTRAINT submission_keys_are_random CHECK (substr(idempotency_key::text, 15, 1) = '4');
ALTER TABLE submissions_contribution
    ADD CONSTRAINT contribution_ids_are_random CHECK (substr(id::text, 15, 1) = '4');
ALTER TABLE submissions_auditentry
    ADD CONSTRAINT audit_without_actor_has_no_order CHECK (actor_id IS NOT NULL OR id >= 1::bigint << 62),
    ADD CONSTRAINT audit_participants_leave_no_detail
        CHECK (actor_id IS NOT NULL OR submission_id IS NULL OR detail - 'via' = '{}'),
    ADD CONSTRAINT audit_participants_leave_no_name
        CHECK (actor_id IS NULL OR action NOT IN ('received', 'withdraw', 'answers_withdrawn'));
"""

# A table made for a moment under the name of another would be read instead of it.
FUNCTIONS = """
rule_only_becomes_stricter() rule_is_no_looser_than_its_place() place_does_not_move() words_do_not_change()
audit_is_append_only() social_stays_social() consent_only_shrinks() session_is_of_the_event() refuse(text,text)
sees_what_was_said() has_a_presenter(bigint) place_of_words_stays() id_does_not_change() what_was_said_stays()
session_of_a_presenter_is_forgotten() protected_words_have_no_presenter() no_presenter_after_protected_words() consultation_of_topic(bigint)
consultation_of_words(uuid) stays_in_its_consultation() question_stays_in_its_event() consultations_outline_of_three()
""".split()

BACKWARDS = """
ALTER TABLE submissions_auditentry DROP CONSTRAINT audit_without_actor_has_no_order,
    DROP CONSTRAINT audit_participants_leave_no_detail, DROP CONSTRAINT audit_participants_leave_no_name;
ALTER TABLE submissions_contribution DROP CONSTRAINT contribution_ids_are_random;
ALTER TABLE submissions_submission DROP CONSTRAINT submission_ids_are_random, DROP CONSTRAINT submission_keys_are_random;
ALTER TABLE submissions_answer ALTER id DROP DEFAULT, ALTER id ADD GENERATED BY DEFAULT AS IDENTITY;
ALTER TABLE submissions_flag ALTER id DROP DEFAULT, ALTER id ADD GENERATED BY DEFAULT AS IDENTITY;
ALTER TABLE submissions_contribution_addressees ALTER id DROP DEFAULT, ALTER id ADD GENERATED BY DEFAULT AS IDENTITY;
DROP FUNCTION unordered_id();
DROP FUNCTION question_stays_in_its_event() CASCADE;
DROP FUNCTION stays_in_its_consultation() CASCADE;
DROP FUNCTION consultation_of_words(uuid);
DROP FUNCTION consultation_of_topic(bigint);
DROP FUNCTION no_presenter_after_protected_words() CASCADE;
DROP FUNCTION session_of_a_presenter_is_forgotten() CASCADE;
DROP FUNCTION protected_words_have_no_presenter() CASCADE;
DROP FUNCTION what_was_said_stays() CASCADE;
DROP FUNCTION id_does_not_change() CASCADE;
DROP FUNCTION place_of_words_stays() CASCADE;
"""


def pin(apps: Any, schema_editor: Any) -> None:
    for function in FUNCTIONS:
        schema_editor.execute(f"ALTER FUNCTION {function} SET search_path = pg_catalog, public, pg_temp")


class Migration(migrations.Migration):
    dependencies = [("submissions", "0007_drafts")]
    # Backwards the functions that stricter triggers share stay as they are here: they refuse nothing that is right.
    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RunPython(pin, migrations.RunPython.noop),
    ]

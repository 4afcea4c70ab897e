"""What has been answered keeps meaning what it meant, whoever corrects the survey.

- The kind, the scale and the survey of an answered question stay; so does what a chosen "other" is.
- A condition does not come, or lose a way in, if it would hide an answer that was given.
- Under the Chatham House Rule a date is kept by its month.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION question_is_answered(question bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM submissions_answer WHERE question_id = question)
        OR EXISTS (SELECT 1 FROM submissions_contribution WHERE question_id = question)
$$;

CREATE FUNCTION answered_question_keeps_its_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF question_is_answered(OLD.id) THEN
        RAISE EXCEPTION 'this question has answers: retire it and ask another one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'answered_question_keeps_its_kind';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answered_question_keeps_its_kind BEFORE UPDATE OF kind, questionnaire_id, lowest, highest ON submissions_question
    FOR EACH ROW WHEN (
        OLD.kind <> NEW.kind OR OLD.questionnaire_id <> NEW.questionnaire_id
        OR (OLD.kind IN ('scale', 'scale_matrix') AND (OLD.lowest, OLD.highest) <> (NEW.lowest, NEW.highest))
    ) EXECUTE FUNCTION answered_question_keeps_its_kind();

CREATE FUNCTION chosen_other_stays_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM submissions_answer WHERE choice_id = OLD.id) THEN
        RAISE EXCEPTION 'this choice has been chosen: retire it and offer another one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'chosen_other_stays_other';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER chosen_other_stays_other BEFORE UPDATE OF is_other ON submissions_choice
    FOR EACH ROW WHEN (OLD.is_other <> NEW.is_other) EXECUTE FUNCTION chosen_other_stays_other();

CREATE FUNCTION given_answers_stay_asked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.question_id ELSE NEW.question_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM submissions_condition WHERE question_id = changed) AND EXISTS (
        SELECT 1 FROM (
            SELECT submission_id FROM submissions_answer WHERE question_id = changed
            UNION SELECT submission_id FROM submissions_contribution WHERE question_id = changed
        ) given
        WHERE NOT EXISTS (
            SELECT 1 FROM submissions_condition condition
                JOIN submissions_answer answer ON answer.choice_id = condition.choice_id
            WHERE condition.question_id = changed AND answer.submission_id = given.submission_id
        )
    ) THEN
        RAISE EXCEPTION 'this condition would hide answers that were given'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'given_answers_stay_asked';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER given_answers_stay_asked AFTER INSERT OR UPDATE OR DELETE ON submissions_condition
    FOR EACH ROW EXECUTE FUNCTION given_answers_stay_asked();

CREATE FUNCTION protected_date_has_no_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM submissions_submission WHERE id = NEW.submission_id AND rule = 'chatham_house') THEN
        RAISE EXCEPTION 'under the Chatham House Rule a date is kept by its month'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'protected_date_has_no_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER protected_date_has_no_day BEFORE INSERT OR UPDATE ON submissions_answer
    FOR EACH ROW WHEN (extract(day FROM NEW.day) <> 1) EXECUTE FUNCTION protected_date_has_no_day();

CREATE FUNCTION stricter_rule_takes_the_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE submissions_answer SET day = date_trunc('month', day) WHERE submission_id = NEW.id AND day IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER stricter_rule_takes_the_days AFTER UPDATE OF rule ON submissions_submission
    FOR EACH ROW WHEN (NEW.rule = 'chatham_house') EXECUTE FUNCTION stricter_rule_takes_the_days();
"""

BACKWARDS = """
DROP TRIGGER stricter_rule_takes_the_days ON submissions_submission;
DROP FUNCTION stricter_rule_takes_the_days();
DROP TRIGGER protected_date_has_no_day ON submissions_answer;
DROP TRIGGER given_answers_stay_asked ON submissions_condition;
DROP TRIGGER chosen_other_stays_other ON submissions_choice;
DROP TRIGGER answered_question_keeps_its_kind ON submissions_question;
DROP FUNCTION protected_date_has_no_day();
DROP FUNCTION given_answers_stay_asked();
DROP FUNCTION chosen_other_stays_other();
DROP FUNCTION answered_question_keeps_its_kind();
DROP FUNCTION question_is_answered(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0005_kinds_of_questions")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

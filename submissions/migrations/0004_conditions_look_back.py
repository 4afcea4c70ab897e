"""A question can depend only on a single or multiple choice that is asked before it in the same survey.

Whoever asks: so conditions cannot go in a circle, and what decides has been answered by then. The triggers run after the
statement, so that several questions can change places in one.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION conditions_look_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint := CASE WHEN TG_TABLE_NAME = 'submissions_condition' THEN NULL ELSE NEW.id END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM submissions_condition condition
            JOIN submissions_question later ON later.id = condition.question_id
            JOIN submissions_choice choice ON choice.id = condition.choice_id
            JOIN submissions_question earlier ON earlier.id = choice.question_id
        WHERE (touched IS NULL OR touched IN (later.id, earlier.id))
            AND (touched IS NOT NULL OR condition.id = NEW.id)
            AND NOT (
                earlier.questionnaire_id = later.questionnaire_id
                AND earlier.kind IN ('single_choice', 'multiple_choice')
                AND (earlier.page, earlier.position, earlier.id) < (later.page, later.position, later.id)
            )
    ) THEN
        RAISE EXCEPTION 'a question depends only on a choice that is asked before it in the same survey'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'conditions_look_back';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER conditions_look_back AFTER INSERT OR UPDATE ON submissions_condition
    FOR EACH ROW EXECUTE FUNCTION conditions_look_back();
CREATE TRIGGER conditions_look_back AFTER UPDATE OF page, position, kind, questionnaire_id ON submissions_question
    FOR EACH ROW EXECUTE FUNCTION conditions_look_back();

CREATE FUNCTION choices_stay_with_their_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a choice stays with its question'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'choices_stay_with_their_question';
END $$;
CREATE TRIGGER choices_stay_with_their_question BEFORE UPDATE OF question_id ON submissions_choice
    FOR EACH ROW WHEN (OLD.question_id <> NEW.question_id) EXECUTE FUNCTION choices_stay_with_their_question();
"""

BACKWARDS = """
DROP TRIGGER choices_stay_with_their_question ON submissions_choice;
DROP FUNCTION choices_stay_with_their_question();
DROP TRIGGER conditions_look_back ON submissions_question;
DROP TRIGGER conditions_look_back ON submissions_condition;
DROP FUNCTION conditions_look_back();
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_pages_conditions_and_what_is_retired")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

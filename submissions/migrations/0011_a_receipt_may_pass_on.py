"""Whoever holds a receipt may put other words in the place of theirs: the receipt passes on to those.

It leaves a submission only when nothing of it stands any more, so that nobody loses the receipt of standing words.
"""

from django.db import migrations

FORWARDS = """
CREATE OR REPLACE FUNCTION words_do_not_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'submissions_contribution' THEN
        IF (NEW.text, NEW.submission_id, NEW.language, NEW.question_id) IS DISTINCT FROM
            (OLD.text, OLD.submission_id, OLD.language, OLD.question_id) THEN
            PERFORM refuse('words_do_not_change', 'words as received do not change');
        END IF;
    -- A session may be forgotten for words that name nobody: the rule that is kept with them protects them without it.
    ELSIF (NEW.event_id, NEW.received_on, NEW.via, NEW.language, NEW.idempotency_key)
            IS DISTINCT FROM (OLD.event_id, OLD.received_on, OLD.via, OLD.language, OLD.idempotency_key)
        OR (NEW.session_id IS DISTINCT FROM OLD.session_id
            AND NOT (NEW.session_id IS NULL AND names_nobody(NEW.rule, NEW.attribution)))
        OR (NEW.sector <> OLD.sector AND NEW.sector <> '')
        OR rule_strictness(NEW.rule) < rule_strictness(OLD.rule) THEN
        PERFORM refuse('words_do_not_change', 'where, when and under which rule something was said does not change');
    ELSIF NEW.receipt_hash <> OLD.receipt_hash AND (
            EXISTS (SELECT 1 FROM submissions_contribution WHERE submission_id = OLD.id AND status <> 'withdrawn')
            OR EXISTS (SELECT 1 FROM submissions_answer WHERE submission_id = OLD.id)) THEN
        PERFORM refuse('words_do_not_change', 'the receipt of words that stand stays with them');
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION words_do_not_change() SET search_path = pg_catalog, public, pg_temp;
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0010_reasons_in_both_languages")]
    # Backwards the function stays as it is: what it permits more, nothing older makes use of.
    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]

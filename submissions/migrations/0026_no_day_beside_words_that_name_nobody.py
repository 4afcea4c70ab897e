"""Of a date the month alone is kept beside words that name nobody by choice too, and once consent is taken back."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION protected_date_has_no_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM submissions_submission WHERE id = NEW.submission_id AND {protects}) THEN
        RAISE EXCEPTION 'beside words that name nobody a date is kept by its month'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'protected_date_has_no_day';
    END IF;
    RETURN NEW;
END $$;
-- A table made for a moment under the name of another would be read instead of it.
ALTER FUNCTION protected_date_has_no_day() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION stricter_rule_takes_the_days() SET search_path = pg_catalog, public, pg_temp;
"""

TRIGGER = """
DROP TRIGGER stricter_rule_takes_the_days ON submissions_submission;
CREATE TRIGGER stricter_rule_takes_the_days AFTER UPDATE OF {columns} ON submissions_submission
    FOR EACH ROW WHEN ({protects}) EXECUTE FUNCTION stricter_rule_takes_the_days();
"""

# After the triggers: they are set once nobody writes any more who was held to the old ones.
DAYS = """
UPDATE submissions_answer a SET day = date_trunc('month', a.day) FROM submissions_submission s
    WHERE s.id = a.submission_id AND extract(day FROM a.day) <> 1 AND names_nobody(s.rule, s.attribution);
"""

FORWARDS = (
    FUNCTION.format(protects="names_nobody(rule, attribution)")
    + TRIGGER.format(columns="rule, attribution", protects="names_nobody(NEW.rule, NEW.attribution)")
    + DAYS
)
BACKWARDS = FUNCTION.format(protects="rule = 'chatham_house'") + TRIGGER.format(
    columns="rule", protects="NEW.rule = 'chatham_house'"
)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0025_the_smallest_group_only_grows")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

"""A flag on what came later, that named what it was like, told which of two came first: now each of them has one.

A theme may be written for one question, in the minute after it was asked: of a theme only the day is kept.
"""

from django.db import migrations, models

BOTH_WAYS = """
INSERT INTO submissions_flag (contribution_id, kind, detail, closed_by_id)
    SELECT said, 'duplicate', '', CASE WHEN bool_and(closed IS NOT NULL) THEN min(closed) END
    FROM (SELECT contribution_id AS said, closed_by_id AS closed FROM submissions_flag WHERE other_id IS NOT NULL
        UNION ALL SELECT other_id, closed_by_id FROM submissions_flag WHERE other_id IS NOT NULL) pairs
    GROUP BY said;
DELETE FROM submissions_flag WHERE other_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""

THEMES = """
CREATE FUNCTION theme_leaves_no_time() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM refuse('theme_leaves_no_time', 'of a theme no time is kept: it may be written for one question');
    RETURN NEW;
END $$;
CREATE TRIGGER theme_leaves_no_time BEFORE INSERT ON submissions_auditentry FOR EACH ROW
    WHEN (NEW.action IN ('create_theme', 'edit_theme') AND (NEW.at IS NOT NULL OR NEW.id < 1::bigint << 62))
    EXECUTE FUNCTION theme_leaves_no_time();
"""
NO_THEMES = "DROP FUNCTION theme_leaves_no_time() CASCADE;"

# What stands there already, once.
TIMES = """
ALTER TABLE submissions_auditentry DISABLE TRIGGER audit_is_append_only;
UPDATE submissions_auditentry SET at = NULL, id = unordered_id()
    WHERE at IS NOT NULL AND action IN ('create_theme', 'edit_theme');
ALTER TABLE submissions_auditentry ENABLE TRIGGER audit_is_append_only;
DELETE FROM django_admin_log l USING django_content_type t
    WHERE l.content_type_id = t.id AND t.app_label = 'submissions' AND t.model = 'theme';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0018_questions_leave_no_time"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]
    operations = [
        migrations.RunSQL(BOTH_WAYS, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="flag", name="flag_once"),
        migrations.RemoveField(model_name="flag", name="other"),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(fields=("contribution", "kind", "detail"), name="flag_once"),
        ),
        migrations.RunSQL(TIMES, migrations.RunSQL.noop),
        migrations.RunSQL(THEMES, NO_THEMES),
    ]

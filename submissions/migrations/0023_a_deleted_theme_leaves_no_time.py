"""That a theme was deleted is kept with its day alone, as that it was written or edited."""

from django.db import migrations

ACTIONS = ("create_theme", "edit_theme", "delete_theme")


def watched(actions: tuple[str, ...]) -> str:
    named = ", ".join(f"'{action}'" for action in actions)
    return f"""
DROP TRIGGER theme_leaves_no_time ON submissions_auditentry;
CREATE TRIGGER theme_leaves_no_time BEFORE INSERT ON submissions_auditentry FOR EACH ROW
    WHEN (NEW.action IN ({named}) AND (NEW.at IS NOT NULL OR NEW.id < 1::bigint << 62))
    EXECUTE FUNCTION theme_leaves_no_time();
"""


# The history of the admin told the second and the title, until now.
TIMES = """
DELETE FROM django_admin_log l USING django_content_type t
    WHERE l.content_type_id = t.id AND t.app_label = 'submissions' AND t.model = 'theme';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0022_words_of_the_admin"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]
    operations = [
        migrations.RunSQL(watched(ACTIONS), watched(ACTIONS[:2])),
        migrations.RunSQL(TIMES, migrations.RunSQL.noop),
    ]

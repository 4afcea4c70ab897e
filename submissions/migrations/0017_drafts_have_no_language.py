"""Nothing read in which language the page stood on which somebody saved a draft."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("submissions", "0016_groups_are_rewritten")]
    operations = [
        migrations.RemoveConstraint(model_name="draft", name="draft_language_is_a_code"),
        migrations.RemoveField(model_name="draft", name="language"),
    ]

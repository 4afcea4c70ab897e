"""A choice on which questions hang stays, unless they are deleted together."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0020_an_event_with_drafts_stays")]
    operations = [
        migrations.AlterField(
            model_name="condition",
            name="choice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="conditions",
                to="submissions.choice",
                verbose_name="choice",
            ),
        ),
    ]

"""What somebody saved is not deleted along with its event."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0019_likeness_and_themes_tell_no_order")]
    operations = [
        migrations.AlterField(
            model_name="draft",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="consultations.event"
            ),
        ),
    ]

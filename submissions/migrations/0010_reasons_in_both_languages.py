"""A reason to set something aside, in both languages: whoever wrote the words reads it.

What stood there as "English / French" is taken apart; any other text stands for both until somebody translates it.
"""

import consultations.models.bilingual
from django.db import migrations

FORWARDS = """
ALTER TABLE submissions_setasidereason ALTER COLUMN label TYPE jsonb USING jsonb_build_object(
    'en', split_part(label, ' / ', 1),
    'fr', CASE WHEN position(' / ' IN label) > 0 THEN substr(label, position(' / ' IN label) + 3) ELSE label END
);
"""
BACKWARDS = """
ALTER TABLE submissions_setasidereason ALTER COLUMN label TYPE varchar(200) USING left(
    CASE WHEN label ->> 'en' = label ->> 'fr' THEN label ->> 'en' ELSE (label ->> 'en') || ' / ' || (label ->> 'fr') END, 200
);
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0009_traces")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARDS, BACKWARDS)],
            state_operations=[
                migrations.AlterField(
                    model_name="setasidereason",
                    name="label",
                    field=consultations.models.bilingual.BilingualField(
                        default=consultations.models.bilingual.Bilingual,
                        help_text="Whoever wrote the words reads it on their receipt.",
                        max_length=200,
                        verbose_name="reason",
                    ),
                ),
            ],
        ),
    ]

"""A table made for a moment under the name of another is read by no trigger: the last functions get their search path."""

from django.db import migrations

FORWARDS = """
ALTER FUNCTION answered_question_keeps_its_kind() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION choices_stay_with_their_question() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION chosen_other_stays_other() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION conditions_look_back() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION draft_rule_is_no_looser_than_its_place() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION drafts_follow_the_rule() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION given_answers_stay_asked() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION no_more_places_than_there_are() SET search_path = pg_catalog, public, pg_temp;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0005_room_codes"),
        ("submissions", "0027_social_stays_social_for_all_to_see"),
    ]
    # Backwards the paths stay: the functions read the same tables with them.
    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]

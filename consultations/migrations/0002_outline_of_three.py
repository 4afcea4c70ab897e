"""Every consultation has exactly three sections when its transaction ends."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION consultations_outline_of_three() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    consultation bigint;
    sections integer;
BEGIN
    IF TG_TABLE_NAME = 'consultations_consultation' THEN
        consultation := NEW.id;
    ELSIF TG_OP = 'INSERT' THEN
        consultation := NEW.consultation_id;
    ELSE
        consultation := OLD.consultation_id;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM consultations_consultation WHERE id = consultation) THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO sections FROM consultations_section WHERE consultation_id = consultation;
    IF sections <> 3 THEN
        RAISE EXCEPTION 'consultation % has % sections, not 3', consultation, sections
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outline_of_exactly_three';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER outline_of_exactly_three AFTER INSERT ON consultations_consultation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION consultations_outline_of_three();
CREATE CONSTRAINT TRIGGER outline_of_exactly_three AFTER INSERT OR DELETE OR UPDATE OF consultation_id ON consultations_section
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION consultations_outline_of_three();
"""

BACKWARDS = """
DROP TRIGGER outline_of_exactly_three ON consultations_section;
DROP TRIGGER outline_of_exactly_three ON consultations_consultation;
DROP FUNCTION consultations_outline_of_three();
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

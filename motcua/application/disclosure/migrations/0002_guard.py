"""What the database itself holds: frozen figures never change, and what is public stays as it was made public."""

from django.db import migrations

GUARD = """
CREATE FUNCTION disclosure_guard() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a publication is never removed' USING ERRCODE = '23514';
  END IF;
  IF (NEW.unit_id, NEW.month, NEW.edition, NEW.document, NEW.digest, NEW.reason, NEW.frozen_at)
     IS DISTINCT FROM
     (OLD.unit_id, OLD.month, OLD.edition, OLD.document, OLD.digest, OLD.reason, OLD.frozen_at) THEN
    RAISE EXCEPTION 'frozen figures never change' USING ERRCODE = '23514';
  END IF;
  IF OLD.state IN (3, 4) THEN
    RAISE EXCEPTION 'what is public or dropped never changes' USING ERRCODE = '23514';
  END IF;
  IF OLD.state <> 1 AND NEW.finding IS DISTINCT FROM OLD.finding THEN
    RAISE EXCEPTION 'a signed finding never changes' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]
    operations = [
        migrations.RunSQL([GUARD], ["DROP FUNCTION disclosure_guard()"]),
        migrations.RunSQL(
            [
                "CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON disclosure_publication"
                " FOR EACH ROW EXECUTE FUNCTION disclosure_guard()",
            ],
            ["DROP TRIGGER guard ON disclosure_publication"],
        ),
    ]

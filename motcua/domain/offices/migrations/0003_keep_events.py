"""What happened to an office or its catalogue is append-only, as what happened to a case is."""

from django.db import migrations

KEEP = """
CREATE FUNCTION offices_keep_event() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'events are never changed or removed' USING ERRCODE = '23514';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("offices", "0002_edition")]
    operations = [
        migrations.RunSQL([KEEP], ["DROP FUNCTION offices_keep_event()"]),
        migrations.RunSQL(
            [
                "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON offices_officeevent"
                " FOR EACH ROW EXECUTE FUNCTION offices_keep_event()",
            ],
            ["DROP TRIGGER keep ON offices_officeevent"],
        ),
    ]

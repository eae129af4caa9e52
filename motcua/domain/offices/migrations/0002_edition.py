"""One mark that changes with every change of what an office is set up as; see motcua.foundation.database.kept."""

from django.db import migrations, models

NOTE = """
CREATE FUNCTION offices_note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  fresh uuid := gen_random_uuid();
BEGIN
  INSERT INTO offices_edition AS e (id, mark) VALUES (1, fresh) ON CONFLICT (id) DO UPDATE SET mark = fresh;
  RETURN NULL;
END $$
"""
TABLES = ("offices_unit", "offices_calendar")


def noting(table: str) -> migrations.RunSQL:
    """The trigger that notes changes of a table."""
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION offices_note_change()"
        ],
        [f"DROP TRIGGER note_change ON {table}"],
    )


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(["INSERT INTO offices_edition (id, mark) VALUES (1, gen_random_uuid())"], migrations.RunSQL.noop),
        migrations.RunSQL([NOTE], ["DROP FUNCTION offices_note_change()"]),
        *(noting(table) for table in TABLES),
    ]

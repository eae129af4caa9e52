"""procrastinate's own schema, laid into the jobs schema (rule: jobs live apart, second in the search path)."""

from django.conf import settings
from django.db import migrations
from procrastinate.schema import SchemaManager
from psycopg import sql


def lay(apps, editor):
    jobs = sql.Identifier(settings.JOBS_SCHEMA)
    with editor.connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        before = cursor.fetchone()[0]
        cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(jobs))
        cursor.execute("SELECT to_regclass(%s)", [f"{settings.JOBS_SCHEMA}.procrastinate_jobs"])
        if cursor.fetchone()[0]:
            return
        cursor.execute(sql.SQL("SET LOCAL search_path TO {}, public").format(jobs))
        cursor.execute(SchemaManager.get_schema())
        cursor.execute(f"SET LOCAL search_path TO {before}")


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]

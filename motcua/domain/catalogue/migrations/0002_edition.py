"""Changes here change the office's mark; see motcua.domain.offices.migrations.0002_edition."""

from importlib import import_module

from django.db import migrations

noting = import_module("motcua.domain.offices.migrations.0002_edition").noting
TABLES = ("catalogue_procedure", "catalogue_procedureversion", "catalogue_competence")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial"), ("offices", "0002_edition")]
    operations = [noting(table) for table in TABLES]

"""A result says where its case was received and since when it is a file, so that the months of one unit are counted alone.

Of a result that was signed afterwards, what was handed in before lies among the files of the case, since the moment of issue.
"""

import django.db.models.deletion
from django.db import migrations, models

FILL = """UPDATE cases_result r SET unit_id = c.received_unit_id, filed_at = CASE WHEN r.file_id IS NULL THEN NULL
    WHEN r.sealed_at IS NULL OR EXISTS (SELECT FROM cases_casefile f WHERE f.case_id = r.case_id AND f.paper = ''
      AND f.added_at = r.issued_at) THEN r.issued_at ELSE r.sealed_at END
  FROM cases_case c WHERE c.id = r.case_id
"""
WITH_FILE = models.Q(("file", None), ("filed_at", None)) | models.Q(
    ("file__isnull", False), ("filed_at__isnull", False)
)


def unit(**more):
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="offices.unit",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_looks_of_the_post"),
        ("documents", "0003_results"),
        ("offices", "0003_keep_events"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="result", name="result_issued"),
        migrations.AddField(model_name="result", name="filed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="result", name="unit", field=unit(null=True, db_constraint=False)),
        # All rows are checked at once when the constraint comes, not one by one as they are filled.
        migrations.RunSQL([FILL], migrations.RunSQL.noop),
        migrations.AlterField(model_name="result", name="unit", field=unit()),
        migrations.AddIndex(
            model_name="result",
            index=models.Index(fields=["unit", "issued_at"], name="result_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(condition=WITH_FILE, name="result_filed_with_its_file"),
        ),
    ]

"""Days are kept of all procedures together; of each procedure's terms months and years are.

With ten million cases the days of each were five sixths of the table, and building it anew took over an hour.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_not_history")]
    operations = [
        migrations.RunSQL(
            ["DELETE FROM reports_figure WHERE grain = 'd' AND terms_id IS NOT NULL"], migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(("grain", "d"), _negated=True) | models.Q(("terms", None)),
                name="figure_day_of_all_terms",
            ),
        ),
    ]

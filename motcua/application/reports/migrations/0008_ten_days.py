"""Of each procedure's terms ten days are kept too; `office prepare` builds them, with all sums, from the events."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_served_months")]
    operations = [
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(("grain", "t"), _negated=True) | models.Q(("terms__isnull", False)),
                name="figure_ten_days_of_each",
            ),
        ),
    ]

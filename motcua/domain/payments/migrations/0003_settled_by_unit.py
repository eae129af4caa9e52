"""What one unit was paid in a month is found by the unit."""

from django.db import migrations, models

SETTLED = models.Index(
    condition=models.Q(("settled_at", None), _negated=True),
    fields=["unit", "settled_at"],
    name="charge_settled",
)


class Migration(migrations.Migration):
    dependencies = [("offices", "0003_keep_events"), ("payments", "0002_guards")]
    operations = [
        migrations.RemoveIndex(model_name="charge", name="charge_settled"),
        migrations.AddIndex(model_name="charge", index=SETTLED),
    ]

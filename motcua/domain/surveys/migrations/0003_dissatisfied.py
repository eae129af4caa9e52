"""The few that count against an index are read as they are, with every figure of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_surveys")]
    operations = [
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(
                condition=models.Q(("score", 1)), fields=["at"], name="rating_dissatisfied"
            ),
        ),
    ]

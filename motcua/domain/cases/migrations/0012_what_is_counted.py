"""What figures ask of every event and month: apologies, and results by their day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_seal_fault")]
    operations = [
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(
                condition=models.Q(("name__in", ("case.extended", "case.apologised"))),
                fields=["case", "n"],
                name="case_event_apology",
            ),
        ),
        migrations.AddIndex(
            model_name="result", index=models.Index(fields=["issued_at"], name="result_issued")
        ),
    ]

"""What units served is kept by month; the worker fills it, and until it has every month is counted when it is read."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

COUNTS = ("received", "scanned", "unscanned", "reused", "results", "filed", "sealed", "paid", "paid_online")


def procedures():
    return django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_results_by_unit"),
        ("offices", "0003_keep_events"),
        ("payments", "0003_settled_by_unit"),
        ("reports", "0006_days_by_terms"),
        ("surveys", "0003_dissatisfied"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServedMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                *((name, models.IntegerField()) for name in COUNTS),
                ("used_with_fee", procedures()),
                ("used_paid_online", procedures()),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("month", "unit"), name="served_month_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="served_month_of_a_month"
                    ),
                ],
            },
        ),
    ]

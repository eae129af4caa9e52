"""Whether terms cost a fee, kept beside the document: figures ask it of thousands of procedures at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_roadmap")]
    operations = [
        migrations.AddField(
            model_name="procedureversion",
            name="with_fee",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    "document",
                    template="(jsonb_path_exists(%(expressions)s, '$.fees[*]') OR"
                    " jsonb_path_exists(%(expressions)s, '$.variants[*].fees[*]'))",
                    output_field=models.BooleanField(),
                ),
                output_field=models.BooleanField(),
            ),
        ),
    ]

"""Results say why their file is not signed yet."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_answers_from_home'),
    ]

    operations = [
        migrations.AddField(
            model_name='result',
            name='seal_fault',
            field=models.CharField(blank=True, default='', max_length=300),
        ),
    ]

"""What an applicant answers lies somewhere until it is sent; files used again say since when that is agreed to."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_sealed'),
    ]

    operations = [
        migrations.AddField(
            model_name='casefile',
            name='consented_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='supplement',
            name='reply',
            field=models.TextField(blank=True),
        ),
    ]

"""Results know since when their file is the signed one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_follower'),
    ]

    operations = [
        migrations.AddField(
            model_name='result',
            name='sealed_at',
            field=models.DateTimeField(null=True),
        ),
    ]

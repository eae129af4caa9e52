"""Notices are found by the address they were sent to."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_answers_from_home'),
        ('notices', '0006_devices'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(django.db.models.functions.text.Lower('address'), condition=models.Q(('address', ''), _negated=True), name='notice_address'),
        ),
    ]



from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_notes'),
        ('notices', '0004_choices'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('number', ''), _negated=True), fields=['number'], name='notice_number'),
        ),
    ]

"""A notice tells of a case, or of feedback."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_what_is_counted'),
        ('feedback', '0001_initial'),
        ('notices', '0007_by_address'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='feedback_event',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='feedback.feedbackevent'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='event',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='cases.caseevent'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('feedback_event__isnull', False)), fields=('feedback_event', 'channel'), name='notice_of_feedback_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('event__isnull', False), ('feedback_event', None)), models.Q(('case', None), ('event', None), ('feedback_event__isnull', False)), _connector='OR'), name='notice_of_one_thing'),
        ),
    ]

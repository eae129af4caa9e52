"""Ratings; the table is append-only, by the trigger that keeps events."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0006_history'),
        ('offices', '0003_keep_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.SmallIntegerField()),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('answers', models.JSONField(default=dict)),
                ('remark', models.CharField(blank=True, max_length=1000)),
                ('through', models.CharField(choices=[('link', 'Đường dẫn trên giấy hẹn'), ('tablet', 'Màn hình tại quầy')], max_length=8)),
                ('at', models.DateTimeField()),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rating', to='cases.case')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='offices.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'at'], name='rating_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('score__in', [1, 2, 3])), name='rating_of_three'), models.CheckConstraint(condition=models.Q(models.Q(('score', 1), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='rating_dissatisfied_says_why'), models.CheckConstraint(condition=models.Q(('through__in', ['link', 'tablet'])), name='rating_through_known')],
            },
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON surveys_rating"
                " FOR EACH ROW EXECUTE FUNCTION cases_keep_event()",
            ],
            ["DROP TRIGGER keep ON surveys_rating"],
        ),
    ]

"""Who has looked at a case; the record is append-only, by the trigger that keeps events."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_fewer_indexes'),
        ('offices', '0003_keep_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('through', models.CharField(choices=[('case', 'Trang hồ sơ'), ('counter', 'Trang của quầy'), ('act', 'Trang xử lý'), ('paper', 'Giấy tờ in ra'), ('file', 'Tệp của hồ sơ'), ('api', 'Phần mềm khác (API)'), ('shell', 'Dòng lệnh máy chủ')], max_length=8)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='cases.case')),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='offices.staff')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'at'], name='reading_of_case'), models.Index(fields=['staff', 'at'], name='reading_by_staff')],
                'constraints': [models.CheckConstraint(condition=models.Q(('through__in', ['case', 'counter', 'act', 'paper', 'file', 'api', 'shell'])), name='reading_through_known'), models.CheckConstraint(condition=models.Q(models.Q(('staff', None), ('through', 'shell'), ('unit', None)), models.Q(('staff__isnull', False), ('unit__isnull', False), models.Q(('through', 'shell'), _negated=True)), _connector='OR'), name='reading_by_somebody_of_a_unit')],
            },
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON cases_reading"
                " FOR EACH ROW EXECUTE FUNCTION cases_keep_event()",
            ],
            ["DROP TRIGGER keep ON cases_reading"],
        ),
    ]

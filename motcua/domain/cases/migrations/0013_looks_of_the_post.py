"""Who works for the post and looks at a parcel stands in the record of its case."""

from django.db import migrations, models

THROUGH = [
    ('case', 'Trang hồ sơ'), ('counter', 'Trang của quầy'), ('act', 'Trang xử lý'), ('paper', 'Giấy tờ in ra'),
    ('file', 'Tệp của hồ sơ'), ('post', 'Trang bưu chính'), ('api', 'Phần mềm khác (API)'), ('shell', 'Dòng lệnh máy chủ'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_what_is_counted'),
        ('offices', '0003_keep_events'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='reading', name='reading_through_known'),
        migrations.AlterField(
            model_name='reading',
            name='through',
            field=models.CharField(choices=THROUGH, max_length=8),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.CheckConstraint(
                condition=models.Q(('through__in', [key for key, _label in THROUGH])), name='reading_through_known'
            ),
        ),
    ]

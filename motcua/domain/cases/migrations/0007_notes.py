"""Private notes of an office on a case; append-only, by the trigger that keeps events."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_history'),
        ('offices', '0003_keep_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('key', models.UUIDField(unique=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.staff')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='cases.case')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.unit')),
            ],
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON cases_note"
                " FOR EACH ROW EXECUTE FUNCTION cases_keep_event()",
            ],
            ["DROP TRIGGER keep ON cases_note"],
        ),
    ]

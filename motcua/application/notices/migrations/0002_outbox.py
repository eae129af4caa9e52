import uuid

from django.db import migrations, models

# What was written before: one row for an audience is its row on the page, and one more where there was an address.
SPLIT = """
UPDATE notices_notice SET reference = gen_random_uuid(),
  channel = CASE WHEN address = '' THEN 'page' ELSE 'mail' END,
  state = CASE WHEN address = '' OR sent_at IS NOT NULL THEN 'sent' ELSE 'waiting' END,
  next_at = CASE WHEN address = '' OR sent_at IS NOT NULL THEN NULL ELSE now() END,
  sent_at = CASE WHEN address = '' THEN written_at ELSE sent_at END;
INSERT INTO notices_notice (event_id, case_id, audience, channel, letter, subject, body, written_at, address,
  reference, state, next_at, tries, sent_at, number, fault)
SELECT event_id, case_id, audience, 'page', letter, subject, body, written_at, '', gen_random_uuid(), 'sent', NULL, 0,
  written_at, '', '' FROM notices_notice WHERE channel = 'mail';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint('notice', 'notice_once'),
        migrations.AlterField('notice', 'address', models.CharField(blank=True, max_length=254)),
        migrations.AddField('notice', 'channel', models.CharField(default='page', max_length=8), preserve_default=False),
        migrations.AddField('notice', 'reference', models.UUIDField(default=uuid.uuid4, null=True)),
        migrations.AddField('notice', 'state', models.CharField(default='sent', max_length=10), preserve_default=False),
        migrations.AddField('notice', 'next_at', models.DateTimeField(null=True)),
        migrations.AddField('notice', 'delivered_at', models.DateTimeField(null=True)),
        migrations.AddField('notice', 'number', models.CharField(blank=True, default='', max_length=120), preserve_default=False),
        migrations.AddField('notice', 'fault', models.CharField(blank=True, default='', max_length=20), preserve_default=False),
        migrations.RunSQL(SPLIT, migrations.RunSQL.noop),
        migrations.AlterField('notice', 'reference', models.UUIDField(default=uuid.uuid4, unique=True)),
    ]

"""Feedback, its events and who looked at it; what was said is never changed, by triggers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEEP_EVENT = """
CREATE FUNCTION feedback_keep_event() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'events are never changed or removed' USING ERRCODE = '23514';
END $$
"""
# What was sent stays as it was sent, what was answered as it was answered, and the day for the answer never moves away.
# Names, contacts and the tie to an account may be taken away, and nothing put in their place.
KEEP = """
CREATE FUNCTION feedback_keep() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'feedback is never removed' USING ERRCODE = '23514';
  END IF;
  IF (OLD.code, OLD.secret_hash, OLD.unit_id, OLD.text, OLD.case_code, OLD.language, OLD.sent_at)
     IS DISTINCT FROM (NEW.code, NEW.secret_hash, NEW.unit_id, NEW.text, NEW.case_code, NEW.language, NEW.sent_at)
     OR NEW.name NOT IN ('', OLD.name) OR NEW.contact NOT IN ('', OLD.contact)
     OR (NEW.account_id IS NOT NULL AND NEW.account_id IS DISTINCT FROM OLD.account_id) THEN
    RAISE EXCEPTION 'what was sent is never changed' USING ERRCODE = '23514';
  END IF;
  IF NEW.due_on > OLD.due_on THEN
    RAISE EXCEPTION 'the day for the answer never moves away' USING ERRCODE = '23514';
  END IF;
  IF OLD.state <> 1 AND (OLD.state, OLD.kind, OLD.due_on, OLD.declined_as, OLD.answer, OLD.settled_at)
     IS DISTINCT FROM (NEW.state, NEW.kind, NEW.due_on, NEW.declined_as, NEW.answer, NEW.settled_at) THEN
    RAISE EXCEPTION 'what was answered is never changed' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$
"""


def trigger(table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        [f"CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"],
        [f"DROP TRIGGER keep ON {table}"],
    )


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('offices', '0003_keep_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, unique=True)),
                ('secret_hash', models.BinaryField(max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('behaviour', 'Về cách làm việc của cán bộ, cơ quan'), ('rules', 'Về quy định, thủ tục'), ('question', 'Hỏi đáp, cần hướng dẫn'), ('idea', 'Góp ý để phục vụ tốt hơn')], max_length=10)),
                ('text', models.TextField(max_length=4000)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('contact', models.CharField(blank=True, max_length=254)),
                ('case_code', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(default='vi', max_length=2)),
                ('sent_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('state', models.SmallIntegerField(default=1)),
                ('declined_as', models.CharField(blank=True, max_length=20)),
                ('answer', models.TextField(blank=True, max_length=4000)),
                ('settled_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='offices.unit')),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=12)),
                ('state_before', models.SmallIntegerField()),
                ('state_after', models.SmallIntegerField()),
                ('note', models.TextField(default='')),
                ('payload', models.JSONField(default=dict)),
                ('prev_hash', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
                ('feedback', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='feedback.feedback')),
                ('on_behalf_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.staff')),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.staff')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.unit')),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('feedback', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='feedback.feedback')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.staff')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.unit')),
            ],
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['unit', 'sent_at'], name='feedback_of_unit'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('state', 1)), fields=['due_on'], name='feedback_open'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['behaviour', 'rules', 'question', 'idea'])), name='feedback_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='feedback_says_something'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ('vi', 'en'))), name='feedback_language_known'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('declined_as', ''), ('settled_at', None), ('state', 1)), models.Q(models.Q(models.Q(('declined_as', ''), ('state', 2)), models.Q(('state', 3), models.Q(('declined_as', ''), _negated=True)), _connector='OR'), ('settled_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='feedback_settled_by_its_answer'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('settled_at', None), ('settled_at__gte', models.F('sent_at')), _connector='OR'), name='feedback_answered_after_it_came'),
        ),
        migrations.AddConstraint(
            model_name='feedbackevent',
            constraint=models.UniqueConstraint(fields=('feedback', 'n'), name='feedback_event_order'),
        ),
        migrations.RunSQL([KEEP_EVENT], ["DROP FUNCTION feedback_keep_event()"]),
        migrations.RunSQL([KEEP], ["DROP FUNCTION feedback_keep()"]),
        trigger("feedback_feedback", "feedback_keep"),
        trigger("feedback_feedbackevent", "feedback_keep_event"),
        trigger("feedback_feedbackreading", "feedback_keep_event"),
    ]

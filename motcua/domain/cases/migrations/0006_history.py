"""Cases that come whole from another system's file, and what the database holds of them.

Such a case is inserted as its last event leaves it, and its events after it, as told by "history". These move no
case: each is taken only where it belongs to a case of a load and stands no higher than the case already does; an
event of that number exists at most once. A case may begin further than nothing only in a load that is not finished,
and never changes the load it came with. All other events follow the last one, as before.
"""

import importlib

import django.db.models.deletion
from django.db import migrations, models

before = importlib.import_module("motcua.domain.cases.migrations.0002_guards")

STAND = """
CREATE FUNCTION cases_stand_by_event() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM cases_case WHERE id = NEW.case_id AND history_id IS NOT NULL AND version >= NEW.n
  ) THEN
    RAISE EXCEPTION 'event % tells of a past that came with no load of history', NEW.n USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$
"""
TRIGGERS = """
DROP TRIGGER follow ON cases_caseevent;
CREATE TRIGGER follow AFTER INSERT ON cases_caseevent FOR EACH ROW
  WHEN (NEW.actor_kind <> 'history') EXECUTE FUNCTION cases_follow_event();
CREATE TRIGGER stand AFTER INSERT ON cases_caseevent FOR EACH ROW
  WHEN (NEW.actor_kind = 'history') EXECUTE FUNCTION cases_stand_by_event();
CREATE TRIGGER begin BEFORE INSERT ON cases_case FOR EACH ROW
  WHEN (NEW.version > 0 OR NEW.history_id IS NOT NULL) EXECUTE FUNCTION cases_begin();
"""
TRIGGERS_BEFORE = """
DROP TRIGGER begin ON cases_case;
DROP TRIGGER stand ON cases_caseevent;
DROP TRIGGER follow ON cases_caseevent;
CREATE TRIGGER follow AFTER INSERT ON cases_caseevent FOR EACH ROW EXECUTE FUNCTION cases_follow_event();
"""
GUARD = before.GUARD.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
GUARD_LOADS = GUARD.replace("OLD.outcome, OLD.code)", "OLD.outcome, OLD.code, OLD.history_id)").replace(
    "NEW.outcome, NEW.code)", "NEW.outcome, NEW.code, NEW.history_id)"
)
BEGIN = """
CREATE FUNCTION cases_begin() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM cases_historyload WHERE id = NEW.history_id AND finished_at IS NULL) THEN
    RAISE EXCEPTION 'a case begins with nothing, unless it comes with a load of history' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_readings'),
        ('offices', '0002_edition'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoryLoad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.BinaryField(max_length=32, unique=True)),
                ('rows', models.PositiveIntegerField()),
                ('position', models.PositiveIntegerField(default=0)),
                ('loaded', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('begun_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.staff')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.unit')),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='history',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.historyload'),
        ),
        migrations.AddConstraint(
            model_name='historyload',
            constraint=models.CheckConstraint(condition=models.Q(('position', django.db.models.expressions.CombinedExpression(models.F('loaded'), '+', models.F('refused'))), ('position__lte', models.F('rows'))), name='history_load_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='historyload',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at', None), ('position', models.F('rows')), _connector='OR'), name='history_load_finished_whole'),
        ),
        migrations.RunSQL([GUARD_LOADS], [GUARD]),
        migrations.RunSQL([BEGIN], ["DROP FUNCTION cases_begin()"]),
        migrations.RunSQL([STAND], ["DROP FUNCTION cases_stand_by_event()"]),
        migrations.RunSQL(TRIGGERS, TRIGGERS_BEFORE),
    ]

"""What the database itself holds: events are append-only, and only an event changes state and dates.

The functions carry the search path of the schema they are made in, touch rows of the same case only, and
belong to the owner (SECURITY DEFINER), so that the web's role may be denied UPDATE on these columns.
"""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION cases_follow_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE cases_case SET
    state = NEW.state_after, version = NEW.n, last_hash = NEW.hash, changed_at = NEW.at,
    received_at = NEW.received_at, due_original = NEW.due_original, due_at = NEW.due_at,
    due_promised = NEW.due_promised, stopped_at = NEW.stopped_at, pauses = NEW.pauses,
    extended_to = NEW.extended_to, extended_at = NEW.extended_at, finished_at = NEW.finished_at,
    outcome = NEW.outcome
  WHERE id = NEW.case_id AND version = NEW.n - 1 AND last_hash = NEW.prev_hash;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'event % does not follow the last event of its case', NEW.n USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$
"""

GUARD = """
CREATE FUNCTION cases_guard() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF pg_trigger_depth() < 2 AND
     (OLD.state, OLD.version, OLD.last_hash, OLD.received_at, OLD.due_original, OLD.due_at, OLD.due_promised,
      OLD.stopped_at, OLD.pauses, OLD.extended_to, OLD.extended_at, OLD.finished_at, OLD.outcome, OLD.code)
     IS DISTINCT FROM
     (NEW.state, NEW.version, NEW.last_hash, NEW.received_at, NEW.due_original, NEW.due_at, NEW.due_promised,
      NEW.stopped_at, NEW.pauses, NEW.extended_to, NEW.extended_at, NEW.finished_at, NEW.outcome, NEW.code) THEN
    RAISE EXCEPTION 'state and dates of a case change by an event only' USING ERRCODE = '23514';
  END IF;
  IF OLD.due_original IS NOT NULL AND NEW.due_original IS DISTINCT FROM OLD.due_original THEN
    RAISE EXCEPTION 'the first promise of a case never changes' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$
"""

KEEP = """
CREATE FUNCTION cases_keep_event() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'events are never changed or removed' USING ERRCODE = '23514';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.RunSQL([FOLLOW], ["DROP FUNCTION cases_follow_event()"]),
        migrations.RunSQL([GUARD], ["DROP FUNCTION cases_guard()"]),
        migrations.RunSQL([KEEP], ["DROP FUNCTION cases_keep_event()"]),
        migrations.RunSQL(
            [
                "CREATE TRIGGER follow AFTER INSERT ON cases_caseevent"
                " FOR EACH ROW EXECUTE FUNCTION cases_follow_event()",
            ],
            ["DROP TRIGGER follow ON cases_caseevent"],
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER guard BEFORE UPDATE ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_guard()",
            ],
            ["DROP TRIGGER guard ON cases_case"],
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON cases_caseevent"
                " FOR EACH ROW EXECUTE FUNCTION cases_keep_event()",
            ],
            ["DROP TRIGGER keep ON cases_caseevent"],
        ),
    ]

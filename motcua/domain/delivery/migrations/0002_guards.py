"""What the database itself holds: words about a parcel are kept as they came; a parcel stands as one of them said, is
never removed, and keeps its address once it has a label."""

from django.db import migrations

KEEP = """
CREATE FUNCTION delivery_keep_move() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION 'words about a parcel are never changed or removed' USING ERRCODE = '23514';
END $$
"""

GUARD = """
CREATE FUNCTION delivery_guard_parcel() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a parcel is never removed' USING ERRCODE = '23514';
  END IF;
  IF (NEW.unit_id, NEW.reference, NEW.direction, NEW.n, NEW.asked_at)
     IS DISTINCT FROM (OLD.unit_id, OLD.reference, OLD.direction, OLD.n, OLD.asked_at) THEN
    RAISE EXCEPTION 'a parcel stays what it was asked for' USING ERRCODE = '23514';
  END IF;
  IF OLD.state <> 1 AND (NEW.name, NEW.phone, NEW.address, NEW.payer)
     IS DISTINCT FROM (OLD.name, OLD.phone, OLD.address, OLD.payer) THEN
    RAISE EXCEPTION 'the address of a parcel with a label stays' USING ERRCODE = '23514';
  END IF;
  IF NEW.state <> OLD.state
     AND NOT EXISTS (SELECT 1 FROM delivery_parcelmove WHERE parcel_id = NEW.id AND state = NEW.state) THEN
    RAISE EXCEPTION 'a parcel stands as somebody said' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$
"""


def trigger(name: str, table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        [f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"],
        [f"DROP TRIGGER {name} ON {table}"],
    )


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]
    operations = [
        migrations.RunSQL([KEEP], ["DROP FUNCTION delivery_keep_move()"]),
        migrations.RunSQL([GUARD], ["DROP FUNCTION delivery_guard_parcel()"]),
        trigger("keep", "delivery_parcelmove", "delivery_keep_move"),
        trigger("guard", "delivery_parcel", "delivery_guard_parcel"),
    ]

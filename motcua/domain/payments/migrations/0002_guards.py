"""What the database itself holds: receipts follow each other without a gap and are never edited; money that came
stays as it was noted, and finds its charge once."""

from django.db import migrations

KEEP = """
CREATE FUNCTION payments_keep() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION '% are never changed or removed', TG_TABLE_NAME USING ERRCODE = '23514';
END $$
"""

FOLLOW = """
CREATE FUNCTION payments_number_receipt() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  old payments_receipt;
BEGIN
  UPDATE payments_receiptseries SET last = NEW.number WHERE id = NEW.series_id AND last = NEW.number - 1;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'receipt % does not follow the last of its series', NEW.number USING ERRCODE = '23514';
  END IF;
  IF NEW.replaces_id IS NOT NULL THEN
    SELECT * INTO old FROM payments_receipt WHERE id = NEW.replaces_id;
    IF (old.payment_id, old.charge_id, old.amount, old.means)
       IS DISTINCT FROM (NEW.payment_id, NEW.charge_id, NEW.amount, NEW.means) THEN
      RAISE EXCEPTION 'a receipt replaces one for the same money' USING ERRCODE = '23514';
    END IF;
  END IF;
  RETURN NEW;
END $$
"""

SERIES = """
CREATE FUNCTION payments_guard_series() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a series of receipts is never removed' USING ERRCODE = '23514';
  END IF;
  IF pg_trigger_depth() < 2 OR NEW.last <> OLD.last + 1
     OR (NEW.unit_id, NEW.form, NEW.symbol) IS DISTINCT FROM (OLD.unit_id, OLD.form, OLD.symbol) THEN
    RAISE EXCEPTION 'numbers of a series follow from its receipts only' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$
"""

PAYMENT = """
CREATE FUNCTION payments_guard_payment() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'money that came is never removed' USING ERRCODE = '23514';
  END IF;
  IF (NEW.unit_id, NEW.means, NEW.bank, NEW.account, NEW.transaction_id, NEW.told_by, NEW.content, NEW.amount,
      NEW.paid_at, NEW.noted_at, NEW."on", NEW.taken_by_id, NEW.paper_receipt)
     IS DISTINCT FROM
     (OLD.unit_id, OLD.means, OLD.bank, OLD.account, OLD.transaction_id, OLD.told_by, OLD.content, OLD.amount,
      OLD.paid_at, OLD.noted_at, OLD."on", OLD.taken_by_id, OLD.paper_receipt) THEN
    RAISE EXCEPTION 'money that came stays as it was noted' USING ERRCODE = '23514';
  END IF;
  IF OLD.charge_id IS NOT NULL AND (NEW.charge_id, NEW.kept, NEW.counted_on)
     IS DISTINCT FROM (OLD.charge_id, OLD.kept, OLD.counted_on) THEN
    RAISE EXCEPTION 'money finds its charge once' USING ERRCODE = '23514';
  END IF;
  IF (OLD.reconciled_at IS NOT NULL AND NEW.reconciled_at IS DISTINCT FROM OLD.reconciled_at)
     OR (OLD.given_back_at IS NOT NULL AND (NEW.given_back_at, NEW.given_back_note)
         IS DISTINCT FROM (OLD.given_back_at, OLD.given_back_note)) THEN
    RAISE EXCEPTION 'what was reconciled or given back stays so' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$
"""

CHARGE = """
CREATE FUNCTION payments_guard_charge() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a charge is never removed' USING ERRCODE = '23514';
  END IF;
  IF (NEW.unit_id, NEW.reference, NEW.payment_key, NEW.asked_at)
     IS DISTINCT FROM (OLD.unit_id, OLD.reference, OLD.payment_key, OLD.asked_at)
     OR NEW.received < OLD.received OR NEW.kept < OLD.kept OR NEW.refunded < OLD.refunded
     OR (OLD.received > 0 AND NEW.total <> OLD.total)
     OR (OLD.lapsed_at IS NOT NULL AND NEW.lapsed_at IS DISTINCT FROM OLD.lapsed_at) THEN
    RAISE EXCEPTION 'what a charge has come to is not undone' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$
"""


def trigger(name: str, when: str, table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        [f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"],
        [f"DROP TRIGGER {name} ON {table}"],
    )


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [
        migrations.RunSQL([KEEP], ["DROP FUNCTION payments_keep()"]),
        migrations.RunSQL([FOLLOW], ["DROP FUNCTION payments_number_receipt()"]),
        migrations.RunSQL([SERIES], ["DROP FUNCTION payments_guard_series()"]),
        migrations.RunSQL([PAYMENT], ["DROP FUNCTION payments_guard_payment()"]),
        migrations.RunSQL([CHARGE], ["DROP FUNCTION payments_guard_charge()"]),
        trigger("keep", "BEFORE UPDATE OR DELETE", "payments_receipt", "payments_keep"),
        trigger("keep", "BEFORE UPDATE OR DELETE", "payments_refund", "payments_keep"),
        trigger("follow", "BEFORE INSERT", "payments_receipt", "payments_number_receipt"),
        trigger("guard", "BEFORE UPDATE OR DELETE", "payments_receiptseries", "payments_guard_series"),
        trigger("guard", "BEFORE UPDATE OR DELETE", "payments_payment", "payments_guard_payment"),
        trigger("guard", "BEFORE UPDATE OR DELETE", "payments_charge", "payments_guard_charge"),
    ]

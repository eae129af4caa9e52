"""By which time the cases are found that something happened to, or that fell due, within some days."""

from django.db import migrations

DUE = "CREATE INDEX case_event_due ON cases_caseevent (due_at) WHERE finished_at IS NULL AND stopped_at IS NULL AND due_at IS NOT NULL"
ACCEPT = """CREATE INDEX case_event_accept_by ON cases_caseevent ((payload->>'accept_by'))
  WHERE n = 1 AND payload->>'accept_by' IS NOT NULL"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_history"), ("reports", "0005_days_of_all_procedures")]
    operations = [
        migrations.RunSQL([DUE], ["DROP INDEX case_event_due"]),
        migrations.RunSQL([ACCEPT], ["DROP INDEX case_event_accept_by"]),
    ]

"""Cases that come whole from a file are added to the sums by whoever loads them; their events are not noted."""

from django.db import migrations

NOTE = "CREATE TRIGGER note_figures AFTER INSERT ON cases_caseevent FOR EACH ROW{0} EXECUTE FUNCTION reports_note_event()"
DROP = "DROP TRIGGER note_figures ON cases_caseevent"


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_history"), ("reports", "0003_what_is_read_together")]
    operations = [
        migrations.RunSQL(
            [DROP, NOTE.format(" WHEN (NEW.actor_kind <> 'history')")], [DROP, NOTE.format("")]
        ),
    ]

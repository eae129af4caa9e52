"""That somebody let their kept papers be looked up; only the case of it is written in later, once."""

import django.db.models.deletion
from django.db import migrations, models


KEEP = """
CREATE FUNCTION cases_keep_consent() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.case_id IS NULL
     AND (to_jsonb(OLD) - 'case_id') = (to_jsonb(NEW) - 'case_id') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a consent is never changed or removed' USING ERRCODE = '23514';
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_results_by_unit'),
        ('catalogue', '0005_with_fee'),
        ('offices', '0003_keep_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity_number', models.CharField(max_length=20)),
                ('full_name', models.CharField(max_length=200)),
                ('components', models.JSONField()),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cases.case')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.procedure')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.staff')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['identity_number', 'at'], name='consent_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('identity_number', ''), _negated=True), models.Q(('full_name', ''), _negated=True)), name='consent_of_somebody')],
            },
        ),
        migrations.RunSQL([KEEP], ["DROP FUNCTION cases_keep_consent()"]),
        migrations.RunSQL(
            [
                "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON cases_consent"
                " FOR EACH ROW EXECUTE FUNCTION cases_keep_consent()",
            ],
            ["DROP TRIGGER keep ON cases_consent"],
        ),
    ]

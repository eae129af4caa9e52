"""Signed results among one's documents say what they are, and what came in their place."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_uploads'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='procedure',
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name='document',
            name='replaced_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='documents.document'),
        ),
        migrations.AddField(
            model_name='document',
            name='sealed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='document',
            name='signed_by',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='document',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='upload',
            name='keep_until',
            field=models.DateTimeField(db_index=True, null=True),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(condition=models.Q(('source', 'result')), fields=['case_code'], name='document_of_case'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'result'), _negated=True), models.Q(models.Q(('case_code', ''), _negated=True), models.Q(('number', ''), _negated=True), ('issued_on__isnull', False), ('sealed_at__isnull', False)), _connector='OR'), name='document_result_says_what_it_is'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by', None), ('withdrawn_at__isnull', False), _connector='OR'), name='document_replaced_was_withdrawn'),
        ),
    ]

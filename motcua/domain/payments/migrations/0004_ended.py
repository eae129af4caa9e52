"""What is given back of a paid fee when its case ends, and what whoever paid is told of it."""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offices', '0003_keep_events'),
        ('payments', '0003_settled_by_unit'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='charge',
            name='charge_gives_what_came',
        ),
        migrations.RemoveConstraint(
            model_name='charge',
            name='charge_state_known',
        ),
        migrations.RemoveIndex(
            model_name='charge',
            name='charge_open',
        ),
        migrations.AddField(
            model_name='charge',
            name='ending',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='charge',
            name='released',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='charge',
            index=models.Index(condition=models.Q(('state__in', [1, 2, 4, 5, 9])), fields=['unit', 'state'], name='charge_open'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('received__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('kept'), '-', models.F('released')), '+', models.F('refunded')))), name='charge_gives_what_came'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('released__gte', 0), ('released__lte', models.F('kept'))), name='charge_releases_what_it_kept'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [1, 2, 3, 4, 5, 6, 7, 8, 9])), name='charge_state_known'),
        ),
    ]

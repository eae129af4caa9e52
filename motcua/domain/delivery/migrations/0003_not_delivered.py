"""“Delivered” that was told by mistake can be taken back: one more word, and the parcel is open again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0002_guards'),
        ('offices', '0003_keep_events'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='parcel',
            name='parcel_one_open',
        ),
        migrations.RemoveConstraint(
            model_name='parcel',
            name='parcel_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='parcelmove',
            name='parcel_move_known',
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', [1, 2, 3, 4, 5, 10])), fields=('reference', 'direction'), name='parcel_one_open'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])), name='parcel_state_known'),
        ),
        migrations.AddConstraint(
            model_name='parcelmove',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])), name='parcel_move_known'),
        ),
    ]

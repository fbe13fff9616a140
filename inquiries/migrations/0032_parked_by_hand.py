from django.db import migrations, models

BEFORE = [('auto_reply', 'Automatic answer'), ('bounce', 'Bounce'), ('bulk', 'Newsletter or bulk mail'), ('blocked', 'Blocked sender'), ('own', 'Our own mail'), ('flood', 'Too many alike')]
AFTER = [*BEFORE, ('hand', 'By hand')]


def still_parked(apps, schema_editor):
    """On the way back: what a person has parked stays parked, by the nearest reason that there was."""
    rows = apps.get_model('inquiries', 'Inquiry').objects.using(schema_editor.connection.alias)
    rows.filter(parked_reason='hand').update(parked_reason='bulk')


class Migration(migrations.Migration):

    dependencies = [
        ("inquiries", "0031_saved_views"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='inquiry',
            name='inquiry_parked',
        ),
        migrations.AlterField(
            model_name='inquiry',
            name='parked_reason',
            field=models.CharField(blank=True, choices=AFTER, max_length=12),
        ),
        migrations.AlterField(
            model_name='message',
            name='automatic',
            field=models.CharField(blank=True, choices=AFTER, help_text='Written by a machine: what its headers say.', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='inquiry',
            constraint=models.CheckConstraint(condition=models.Q(('parked_reason__in', ['', 'auto_reply', 'bounce', 'bulk', 'blocked', 'own', 'flood', 'hand'])), name='inquiry_parked'),
        ),
        migrations.RunPython(migrations.RunPython.noop, still_parked),
    ]

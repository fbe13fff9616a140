from django.db import migrations, models


class Migration(migrations.Migration):
    """Who gets a mail from here, as staff chose it; earlier ones went to their identity."""

    dependencies = [("inquiries", "0010_noise")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="to",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Of a mail from here: who gets it, as {address, name}; empty: its identity.",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="cc",
            field=models.JSONField(
                blank=True, default=list, help_text="Of a mail from here: who gets a copy that all see."
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inquiries', '0017_early_external_id'),
    ]

    operations = [
        migrations.AddField(
            model_name='extraction',
            name='error_code',
            field=models.CharField(blank=True, help_text='Of the failure, as the vendor calls it.', max_length=60),
        ),
        migrations.AlterField(
            model_name='extraction',
            name='cost',
            field=models.DecimalField(decimal_places=6, default=0, help_text="US dollars; empty: the model's price is not known.", max_digits=10, null=True),
        ),
        migrations.AddIndex(
            model_name='extraction',
            index=models.Index(fields=['created_at'], name='extraction_created'),
        ),
    ]

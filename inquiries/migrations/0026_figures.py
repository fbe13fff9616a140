"""Columns and rows that the figures count by, and exports as work."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

class Migration(migrations.Migration):

    dependencies = [
        ("inquiries", "0025_sign_in"),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(help_text='When the first words that it answers were sent.')),
                ('answered_at', models.DateTimeField()),
                ('seconds', models.PositiveIntegerField(help_text='From one to the other by the clock.')),
                ('open_seconds', models.PositiveIntegerField(help_text='Of them within opening hours, as they were set then.')),
                ('first', models.BooleanField(help_text='The first answer of the inquiry.')),
            ],
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('due_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_error', models.TextField(blank=True, editable=False)),
                ('state', models.CharField(choices=[('RUNNING', 'Being prepared'), ('DONE', 'Ready'), ('CANCELLED', 'Cancelled'), ('EXPIRED', 'Not kept any longer'), ('PERMANENTLY_FAILED', 'Failed')], default='RUNNING', max_length=18)),
                ('query', models.TextField(blank=True)),
                ('format', models.CharField(choices=[('xlsx', 'Excel'), ('csv', 'CSV')], max_length=4)),
                ('columns', models.JSONField(default=list, help_text='Names of the columns, in their order.')),
                ('total', models.PositiveIntegerField(default=0, help_text='Rows that the list had when it was asked for.')),
                ('done', models.PositiveIntegerField(default=0)),
                ('file', models.CharField(blank=True, max_length=200)),
                ('size', models.PositiveBigIntegerField(default=0, help_text='Bytes')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='inquiry',
            name='came_at',
            field=models.DateTimeField(default=django.utils.timezone.now, help_text='When its first message was sent.'),
        ),
        migrations.AddField(
            model_name='inquiry',
            name='came_by',
            field=models.CharField(blank=True, help_text='The channel of its first message.', max_length=8),
        ),
        migrations.AddField(
            model_name='inquiry',
            name='quoted_at',
            field=models.DateTimeField(blank=True, help_text='When it was first quoted, or booked at once; stays when it is lost.', null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='export_columns',
            field=models.JSONField(blank=True, default=list, editable=False, help_text='Columns of the last export that was put together by hand.'),
        ),
        migrations.AddIndex(
            model_name='inquiry',
            index=models.Index(condition=models.Q(('merged_into', None), ('parked_reason', '')), fields=['came_at'], name='inquiry_came'),
        ),
        migrations.AddField(
            model_name='answer',
            name='author',
            field=models.ForeignKey(blank=True, help_text='Empty: typed on the phone or in a mail program.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answer',
            name='inquiry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='inquiries.inquiry'),
        ),
        migrations.AddField(
            model_name='answer',
            name='message',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='answered', to='inquiries.message'),
        ),
        migrations.AddField(
            model_name='export',
            name='actor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['answered_at'], name='answer_when'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(condition=models.Q(('first', True)), fields=('inquiry',), name='answer_one_first'),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(fields=['actor', '-id'], name='export_of_person'),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='export_due'),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(condition=models.Q(('state', 'PERMANENTLY_FAILED')), fields=['state'], name='export_failed'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['RUNNING', 'DONE', 'CANCELLED', 'EXPIRED', 'PERMANENTLY_FAILED'])), name='export_state'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ['xlsx', 'csv'])), name='export_format'),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("inquiries", "0030_assists"),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('query', models.CharField(help_text="As in the queue's address, without the question mark.", max_length=1000)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='The smallest stands first.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('owner', models.ForeignKey(blank=True, help_text='Empty: everybody sees it.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('owner', 'name'), name='saved_view_own_name'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('owner', None)), fields=('name',), name='saved_view_team_name'),
        ),
        migrations.AddField(
            model_name='user',
            name='single_keys',
            field=models.BooleanField(default=True, help_text='Keys such as j or a act by themselves; off for who speaks to the computer (WCAG 2.1.4).'),
        ),
    ]

"""The table of sites."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("domain", models.CharField(max_length=100, unique=True)),
                ("name", models.CharField(max_length=50)),
            ],
            options={"db_table": "django_site"},
        )
    ]

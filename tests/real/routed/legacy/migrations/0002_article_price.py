# ruff: noqa: RUF012 - migrations are called and written so
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("legacy", "0001_initial")]
    operations = [migrations.AddField("Article", "price", models.IntegerField(default=0))]

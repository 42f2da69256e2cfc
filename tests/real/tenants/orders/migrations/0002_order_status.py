# ruff: noqa: RUF012 - migrations are called and written so
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [migrations.AddField("Order", "status", models.CharField(max_length=20, default="new"))]

# ruff: noqa: RUF012 - migrations are called and written so
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("orders", "0003_order_note")]
    operations = [migrations.AddField("Invoice", "total", models.IntegerField(default=0))]

# ruff: noqa: RUF012 - migrations are called and written so
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_order_status")]
    operations = [migrations.AddField("Order", "note", models.TextField(default=""))]

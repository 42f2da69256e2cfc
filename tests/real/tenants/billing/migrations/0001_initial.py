# ruff: noqa: RUF012 - migrations are called and written so
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("orders", "0002_order_status")]
    operations = [
        migrations.CreateModel(
            "Invoice",
            [
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("order", models.ForeignKey("orders.Order", on_delete=django.db.models.deletion.CASCADE)),
            ],
        )
    ]

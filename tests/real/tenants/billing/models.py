from django.db import models


class Invoice(models.Model):  # noqa: DJ008 - as that of orders
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE)
    total = models.IntegerField(default=0)

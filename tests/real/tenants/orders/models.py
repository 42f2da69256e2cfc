from django.db import models


class Order(models.Model):  # noqa: DJ008 - a name for people
    number = models.CharField(max_length=20)
    status = models.CharField(max_length=20, default="new")
    note = models.TextField(default="")

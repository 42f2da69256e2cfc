from django.db import models


class Order(models.Model):  # noqa: DJ008 - a name for people
    number = models.CharField(max_length=20)
    article = models.IntegerField(default=0)
    note = models.TextField(default="")

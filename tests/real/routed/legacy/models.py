from django.db import models


class Article(models.Model):  # noqa: DJ008 - a name for people
    name = models.CharField(max_length=20)
    price = models.IntegerField(default=0)

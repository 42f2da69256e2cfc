"""What is known of tables and columns from the text of a migration, and what is not."""

import pytest

from app.domain.keys import MigrationKey
from app.domain.release import Release
from app.domain.schema import schema_changes
from app.sources.migration import file
from tests.domain.schema.replaying import words

HEAD = "from django.db import migrations, models\nfrom django.conf import settings\nimport taggit\n\n"
KEY = '("id", models.AutoField(primary_key=True))'
TAIL = 'CreateModel("Last", [("id", models.AutoField(primary_key=True))])'


def told(*operations: str, head: str = "") -> list[str]:
    """What each operation changes, in words."""
    entries = "".join(f"        migrations.{operation},\n" for operation in operations)
    text = f"{HEAD}{head}\n\nclass Migration(migrations.Migration):\n    operations = [\n{entries}    ]\n"
    migration = file.read(MigrationKey("o", "1"), text.encode()).migration
    assert migration is not None
    (changes,) = schema_changes(Release.of([migration])).values()
    return [words(each) for each in changes]


def field(text: str, head: str = "") -> str:
    """The table of a model with one field beside its key."""
    return told(f'CreateModel("Order", [{KEY}, ("x", {text})])', head=head)[0].removeprefix(
        "create-table o_order id "
    )


FIELDS = {
    "models.IntegerField()": "x",
    "models.IntegerField('a number', null=True)": "x=null",
    "models.IntegerField(db_column='Y', default=1)": "Y=default",
    "models.IntegerField(db_column=None)": "x",
    "models.NullBooleanField()": "x=null",
    "models.ForeignKey('Other', models.CASCADE)": "x_id>?",
    "models.ForeignKey(to='self', on_delete=models.CASCADE, db_column='y')": "y>o_order",
    "django.contrib.postgres.fields.ArrayField(models.TextField(), size=3)": "x",
    "models.ManyToManyField('Other', through='Link')": "create-table o_order id",
    "django.contrib.contenttypes.fields.GenericRelation('t.T')": "create-table o_order id",
    "taggit.managers.TaggableManager()": "?x",
    "TreeForeignKey('self', models.CASCADE)": "?x",
    "models.ForeignObject('Other', models.CASCADE)": "?x",
    "models.IntegerField(**{})": "?x",
    "made()": "?x",
    "models.IntegerField(db_column=NAME)": "?x",
    """models.IntegerField(db_column='a"."b')""": "?x",
}


@pytest.mark.parametrize("text", FIELDS)
def test_a_field_has_a_column_where_its_text_says_so(text: str):
    imports = "import django.contrib.postgres.fields\nimport django.contrib.contenttypes.fields\n"

    assert field(text, imports + "from x import NAME\n") == FIELDS[text]


def test_names_of_the_module_are_followed_and_those_of_others_are_not():
    head = "TABLE = 'orders'\nFIELD = models.IntegerField(null=True)\nfrom far import OTHER\n"

    assert told(f'CreateModel("A", [{KEY}, ("f", FIELD)], {{"db_table": TABLE}})', head=head) == [
        "create-table orders id f=null"
    ]
    assert told(f'CreateModel("A", [{KEY}], {{"db_table": OTHER}})', head=head) == ["?"]
    assert told(f'CreateModel("A", [{KEY}], options=OTHER)', head=head) == ["?"]
    assert told(f'CreateModel("A", [{KEY}], {{"managed": OTHER}})', head=head) == ["?"]
    assert told(f'CreateModel("A", [{KEY}], {{"proxy": OTHER}})', head=head) == ["?"]


def test_a_table_in_quotes_is_no_plain_name():
    assert told(f"""CreateModel("A", [{KEY}], {{"db_table": 'x"."y'}})""") == ["?"]


def test_what_cannot_be_read_takes_its_model_along_alone():
    unread = (
        f'CreateModel("A", [{KEY}])',
        'CreateModel("B", made())',
        'CreateModel(name="C")',
        'AddField("a", "x", **{})',
        'AddField("a", "y", models.IntegerField())',
        TAIL,
    )

    assert told(*unread) == ["create-table o_a id", "?", "?", "?", "?", "create-table o_last id"]


def test_nothing_is_known_of_the_app_behind_an_operation_of_the_project():
    own = ('AddField("a", "x", models.IntegerField())', TAIL)

    assert told(f'CreateModel("A", [{KEY}])', "RunPython(f)", *own)[1:] == [
        "?",
        "add-column o_a x",
        "create-table o_last id",
    ]
    text = f'CreateModel("A", [{KEY}]),\n        Own("a")'
    assert told(text, *own)[1:] == ["?", "?", "create-table o_last id"]
    assert told(f'CreateModel("A", [{KEY}])', 'RenameModel("A", made())', *own)[1:3] == ["?", "?"]


def test_operations_apart_are_followed_a_few_levels_deep():
    deep = TAIL
    for _ in range(9):
        deep = f"migrations.SeparateDatabaseAndState([{deep}])" if deep != TAIL else f"migrations.{deep}"
    assert told(deep.removeprefix("migrations.")) == ["?"]
    assert told(f"SeparateDatabaseAndState(database_operations=[migrations.{TAIL}])") == [
        "create-table o_last id"
    ]
    assert told(
        f"SeparateDatabaseAndState(None, [migrations.{TAIL}])", 'AddField("last", "x", models.TextField())'
    ) == [
        "",
        "add-column o_last x",
    ]

"""
How the store is opened, and what is done against trouble with it.

    schema      the tables are brought up to date with Alembic, unless the database is somebody else's
    sqlite      a file: made for nobody else, and looked at before every use
    postgres    a server that may stop answering
    trouble     what is the matter, in our own words, and what to do
"""

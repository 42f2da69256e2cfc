"""Why MySQL or MariaDB gave no history, told from the number of the server's error. The two share most of them."""

import ssl

import pymysql

from app.domain.failure import Cause

NUMBERS: dict[Cause, tuple[int, ...]] = {
    Cause.PASSWORD_REFUSED: (1045, 1698, 1820, 1862),
    Cause.NOT_ADMITTED: (1129, 1130, 3118, 4151),
    Cause.SIGN_IN_UNSUPPORTED: (1251, 1275, 2059, 2061),
    Cause.SERVER_CONNECTIONS: (1040,),
    Cause.ROLE_CONNECTIONS: (1203, 1226),
    Cause.NO_DATABASE: (1049,),
    Cause.DATABASE_FORBIDDEN: (1044,),
    Cause.FORBIDDEN: (1142, 1143, 1227, 1370),
    Cause.BUSY: (1205, 1213, 3572),
    Cause.TOO_SLOW: (1317, 1969, 3024),
    Cause.UNREADABLE: (1054, 1146, 1347, 1356, 1366, 1932),
    Cause.NOT_READY: (1053, 1077, 1927),
    Cause.TLS_REFUSED: (2026, 3159),
    Cause.UNREACHABLE: (2003, 2006, 2013, 2055),
}
"""2000 and above up to 3000 are the client's; the others the server's (1969, 1927 and 4151 are MariaDB's alone)."""

CAUSES = {number: cause for cause, numbers in NUMBERS.items() for number in numbers}

NO_SUCH_TABLE = 1146
UNKNOWN_VARIABLE = 1193
AUTH_NOT_POSSIBLE = 2059
NO_TLS = 2026
"""PyMySQL's when TLS is asked for and the server offers none; the password was not sent yet."""


def number_of(error: Exception) -> int | None:
    """The number of an error that the server or PyMySQL raised."""
    number = error.args[0] if isinstance(error, pymysql.MySQLError) and error.args else None
    return number if isinstance(number, int) else None


def cause_of(error: Exception) -> Cause:
    """The cause of an error that PyMySQL raised, or of a text that is none in the column's encoding."""
    if isinstance(error, UnicodeDecodeError):
        return Cause.UNREADABLE
    if isinstance(getattr(error, "original_exception", None), ssl.SSLError):  # of connecting alone
        return Cause.TLS_REFUSED
    number = number_of(error)
    return Cause.FAILED if number is None else CAUSES.get(number, Cause.FAILED)

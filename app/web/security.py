"""What every answer says to the browser: load nothing but ours and two named files, be framed by nobody."""

from collections.abc import Iterable, Mapping

from app.web.browser_files import BrowserFile


def headers(files: Iterable[BrowserFile]) -> Mapping[str, str]:
    """
    The headers of every answer.

    Scripts come from here, and from the exact addresses of the pinned files; there is no inline script or style.
    """
    elsewhere = " ".join(file.url for file in files)
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' {elsewhere}".strip(),
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": f"'self' {elsewhere}".strip(),
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }

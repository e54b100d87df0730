"""Names that try to become code, and what a browser would see of a page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    '"><svg onload=alert(4)>',
    "' onmouseover='alert(5)",
    '" onfocus="alert(6)" autofocus="',
    "</title><script>alert(7)</script>",
    "</style><style>*{display:none}</style>",
    "<!-- comment",
    "--><script>alert(8)</script>",
    "]]><script>alert(9)</script>",
    "<![CDATA[ <script>alert(10)</script> ]]>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{# gone #}",
    "${alert(11)}",
    "`${alert(12)}`",
    "javascript:alert(13)",
    "data:text/html,<script>alert(14)</script>",
    "<a href='javascript:alert(15)'>x</a>",
    "<iframe src=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<object data=//evil.example>",
    "<form action=//evil.example><input>",
    "<style>@import '//evil.example'</style>",
    "<math><mi xlink:href=javascript:alert(16)>",
    "<template><script>alert(17)</script>",
    "&lt;script&gt;alert(18)&lt;/script&gt;",
    "&#60;script&#62;alert(19)",
    "\\u003cscript\\u003ealert(20)",
    "line\u2028separator\u2029paragraph",
    "right-to-left \u202e gnirts",
    "null \x00 byte",
    "zero\u200bwidth \ufeff mark",
    "a\nnew\r\nline\ttab",
    "\U0001f3e5 hôpital 病院 مستشفى",
    "=cmd|' /C calc'!A0",
    "<ScRiPt SrC=//evil.example></sCrIpT>",
]


class Reader(HTMLParser):
    """Collects the tags, attributes and texts that a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.values: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, {k: v or "" for k, v in attrs}))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text.append(data)

    @property
    def numbers(self) -> list[float]:
        """Exact values of all numbers on the page."""
        found = [a["value"] for tag, a in self.tags if tag == "data"]
        return [float(x) for x in found if x]


def data_of(page: str) -> dict[str, object]:
    """The JSON that the page carries."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert found
    value = json.loads(found[1])
    assert isinstance(value, dict)
    return value

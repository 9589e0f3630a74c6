"""Names of encodings: what pages, people and Python call them, and which codec reads them best."""

from __future__ import annotations

import codecs
import difflib
import re
from functools import cache

__all__ = ["codec_of", "declared_codec", "suggest"]

# Each name stands for the largest set that extends it, as browsers read it (WHATWG Encoding
# standard, "Names and labels"): pages that say gb2312 hold characters of GB18030.
_READ_AS = {
    "gb18030": "gb2312 gbk gb18030 cp936 ms936 xgbk euccn gb231280 csgb2312 chinese",
    "big5hkscs": "big5 big5hkscs cnbig5 xxbig5 big5hk csbig5 cp950 ms950 windows950 big5tw",
    "cp932": "shiftjis sjis xsjis mskanji windows31j cp932 ms932 csshiftjis",
    "euc_jp": "eucjp xeucjp ujis cseucpkdfmtjapanese",
    "cp949": "euckr ksc56011987 ksc5601 ksc56011989 korean windows949 uhc cp949 cseuckr ms949",
    "cp1252": "iso88591 latin1 l1 ascii usascii windows1252 cp1252 xcp1252 cp819 ansix341968",
    "cp1254": "iso88599 latin5 l5 windows1254 cp1254",
    "cp874": "tis620 iso885911 windows874 cp874 dos874",
    "hz": "hz hzgb2312 hzgb",
    "utf-8": "utf8 unicode11utf8 utf8sig xunicode20utf8",
}
_CODECS = {name: codec for codec, names in _READ_AS.items() for name in names.split()}
_COMMON = """
    utf-8 utf-16 utf-16-le utf-16-be utf-32 gb18030 gbk gb2312 hz big5 big5-hkscs shift_jis euc-jp
    iso-2022-jp euc-kr windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255
    windows-1256 windows-1257 windows-1258 iso-8859-1 iso-8859-2 koi8-r koi8-u tis-620
"""
_NOT_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}
)

_NEAR_THE_TOP = 2048  # bytes; a meta element must stand in the first 1024 (HTML standard, 4.2.5.4)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})"""
    rb"""|^\s*@charset\s+["']([\w.:-]{2,40})["']"""
    rb"""|^.{0,20}-\*-.{0,60}?coding[:=]\s*([\w.-]{2,40})""",
    re.IGNORECASE,
)


@cache
def codec_of(name: str) -> str | None:
    """Return the codec that reads what goes by this name, or None if nobody knows it.

    >>> codec_of("GB2312"), codec_of("ISO-8859-1"), codec_of("klingon")
    ('gb18030', 'cp1252', None)
    """
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    if plain in _CODECS:
        return _CODECS[plain]
    try:
        codec = codecs.lookup(name.strip()).name
        # Tells text encodings from the others that Python keeps in the same place (base64, zip).
        b"a ".decode(codec, "replace")
    except (LookupError, ValueError):
        return None
    return None if codec in _NOT_CHARSETS else codec


def suggest(name: str) -> str:
    """Return the usual name that looks most like this one, or an empty string."""
    close = difflib.get_close_matches(name.lower().replace("_", "-"), _COMMON.split(), n=1)
    return close[0] if close else ""


def declared_codec(data: bytes) -> str | None:
    """Return the codec that a page names in its own first lines, or None."""
    found = _DECLARED.search(data[:_NEAR_THE_TOP])
    return codec_of(found[found.lastindex or 1].decode("ascii")) if found else None

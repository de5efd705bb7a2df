"""Whether a text was decoded wrongly before it came to us: what our own decoding of the bytes cannot see. Repairs nothing.

A page may be flawless UTF-8 and hold ``KÃ¶ln`` or ``閾滀环``: its own system read the one charset as another. What is lost in
that cannot always be won back, and a guess at it would be words that nobody printed.
"""

from __future__ import annotations

import re

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_EAST_ASIAN = re.compile(rf"[{_CJK}\u3000-\u303f\uff00-\uffef\u20ac\ue000-\uf8ff]{{4,}}")
_UNUSUAL = re.compile("[^\x00-\x7f\xa0‘’‚“”„–—…•·€£¥°©®™«»¿¡]")
_ACCENTS_ALONE = re.compile(
    r"(?<!\w)[\xc0-\xff]{4,}(?!\w)"
)  # no word of a Western language: Russian, Greek, Chinese read as one
_LOST = re.compile("\ufffd|ï¿½|锟斤拷|烫烫烫|屯屯屯")
_QUESTIONED = re.compile(rf"(?<=[{_CJK}])(?<![吗嗎呢么麼吧啊何谁誰哪几幾少否])\?+(?=[{_CJK}])")  # a question may end so
_CODECS = ("gb18030", "shift_jis", "euc_kr", "big5")  # UTF-8 that was read as one of these
_MAX_CHARS = 20_000
_SAMPLE = 1000
_ENOUGH = 3  # one "â€™" may be quoted; three words are a habit
_SHARE = 0.7
_FEW_QUESTIONS, _PER_CHARS = (
    4,
    80,
)  # a question mark between two sentences is common, one for each bracket and comma is not


def is_mojibake(text: str) -> bool:
    """Return whether *text* holds words in a charset that they were not written in, or marks of lost characters.

    >>> is_mojibake("Die Börse in Zürich"), is_mojibake("Die BÃ¶rse in ZÃ¼rich bleibt gegenÃ¼ber Kupfer zurÃ¼ckhaltend")
    (False, True)
    """
    text = text[:_MAX_CHARS]
    if text.isascii() or not _UNUSUAL.search(text):
        return False
    if _LOST.search(text):
        return True
    words = dict.fromkeys(word for word in text.split() if not word.isascii())
    sample = " ".join(words)[:_SAMPLE]
    if len(_ACCENTS_ALONE.findall(sample)) >= _ENOUGH:
        return True
    from ftfy.badness import badness  # noqa: PLC0415  # 40 ms that a page in plain letters need not wait

    return badness(sample) >= _ENOUGH or _is_misread(sample) or _has_questions_for_marks(text)


def _is_misread(sample: str) -> bool:
    """Whether East Asian characters, taken as the bytes that they stand for elsewhere, are good UTF-8."""
    runs = "".join(_EAST_ASIAN.findall(sample))[:300]
    if len(runs) < 6:  # noqa: PLR2004  # two or three characters may be both by chance
        return False
    for codec in _CODECS:
        data = runs.encode(codec, "ignore")
        if len(data) < len(runs):
            continue
        read = data.decode("utf-8", "replace")
        good = sum(1 for char in read if char != "\ufffd" and not char.isascii())
        if good >= _SHARE * len(read):
            return True
    return False


def _has_questions_for_marks(text: str) -> bool:
    count = sum(1 for _ in _QUESTIONED.finditer(text))
    return count >= _FEW_QUESTIONS and count * _PER_CHARS > len(text)

"""Words with a meaning for the judge: in the names of elements, and in the text of blocks.

The groups were made by hand from the class names and the chrome of some 1,300 pages; the fitted
weights of single words (see `model`) learn what is missing here.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np

from cleaner.judge.tokens import Floats, Hashes, Ints, Tokens, mix, read_tokens

NAME_BITS = 14
"""Buckets of the weights of names, and of those of words: two to this power."""
LEVELS = 4
"""A name is weighed by its distance from the block: own element, parent, two above, all others."""

_NAME_GROUPS = {
    "content": "content article post entry body text main story detail con cont contents"
    " maincontent articlebody story_body richtext markdown prose wenzhang zhengwen"
    " neirong nr show news info read txt zoom",
    "nav": "nav menu navbar navigation breadcrumb breadcrumbs crumb crumbs bread path"
    " topbar toolbar tabs tab pager pagination page pages prev next dh daohang"
    " position location location_ weizhi toc",
    "side": "side sidebar aside left right rail widget widgets secondary col column"
    " rightbar leftbar fr fl",
    "foot": "foot footer bottom copyright copy legal license disclaimer btm",
    "head": "head header top banner masthead logo title hd bt subject headline tit",
    "comment": "comment comments reply replies disqus respond response responses review"
    " reviews discuss feedback guestbook cmt pinglun message messages",
    "forum": "thread forum topic bbs postbody quote message signature sig pcb viewthread"
    " author avatar user userinfo profile member posts answer answers question",
    "related": "related relate recommend recommended recommendations more similar hot hotnews"
    " rank ranking list latest popular trending links friendlink teaser teasers"
    " promo card cards also see xg xgyd tuijian read_more readmore outbrain taboola",
    "share": "share sharing social bdshare addthis sns weibo facebook twitter jiathis like"
    " follow subscribe newsletter qrcode qr code weixin wechat print tool tools",
    "ad": "ad ads advert advertisement adsense sponsor sponsored gg guanggao banner promo"
    " promotion dfp",
    "meta": "meta date time author byline source info tags tag category categories pubtime"
    " publish editor bianji laiyuan caption credit",
    "login": "login signin register signup modal popup dialog cookie consent gdpr overlay"
    " alert tooltip hidden hide subscribe paywall search form",
    "picture": "img image images pic photo gallery slide slider slideshow video player caption"
    " figure media",
    "table": "table infobox toc reference references reflist footnote footnotes citation"
    " catlinks edit editsection mw thumb code highlight",
}
_NAME_PARTS = {
    "content": ("content", "article", "zhengwen", "neirong"),
    "nav": ("nav", "menu"),
    "side": ("sidebar", "widget"),
    "foot": ("foot", "copyright"),
    "comment": ("comment", "reply", "pinglun"),
    "related": ("relat", "recommend", "tuijian"),
    "share": ("share", "social"),
    "ad": ("advert", "guanggao"),
    "head": ("header",),
}
NAME_GROUPS = tuple(_NAME_GROUPS)
_GROUP_OF: dict[str, int] = {}
for _place, _words in enumerate(_NAME_GROUPS.values()):
    for _word in _words.split():
        _GROUP_OF[_word] = _GROUP_OF.get(_word, 0) | 1 << _place
_PARTS = tuple(
    (1 << NAME_GROUPS.index(name), part) for name, parts in _NAME_PARTS.items() for part in parts
)
_BUCKETS = 1 << NAME_BITS
_SPREADS = (1, 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
"""Odd factors that give a word another bucket at each level, and one for all levels but the own."""
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_TEXT_GROUPS = {
    "copyright": "copyright/©/all rights reserved/版权/版權/备案/備案/icp/公网安备/著作权/免责/免責"
    "/声明/聲明"
    "/未经/授权/转载/轉載",
    "related": "related/you may/you might/read more/more from/see also/recommended/most popular"
    "/trending/also read/相关/相關/推荐/推薦/热门/熱門/排行/更多/延伸阅读/延伸閱讀/猜你"
    "/最新/精彩/点击/點擊",
    "step": "previous/next/prev/older/newer/back to/上一/下一/返回/首页/首頁/尾页/末页/顶部",
    "share": "share/tweet/facebook/twitter/whatsapp/pinterest/linkedin/email/e mail/print/分享/微博"
    "/微信/扫一扫/扫描/二维码/收藏/打印/关注/點讚/点赞/qq空间/字号/字體/字体/大中小/举报/纠错",
    "comment": "comment/comments/reply/replies/评论/評論/回复/回覆/留言/发表/發表/网友/跟帖/楼主",
    "login": "login/log in/sign in/sign up/register/subscribe/password/newsletter/cookie/cookies"
    "/登录/登錄/登入/注册/註冊/密码/用户名/会员/订阅",
    "source": "by/posted/published/updated/source/author/editor/tags/filed/views/来源/來源"
    "/作者/编辑/編輯"
    "/记者/記者/责任/責任/责编/校对/审核/供稿/时间/日期/发布/發佈/浏览/阅读/次数/标签/关键词/原标题",
    "date": "jan/feb/mar/apr/jun/jul/aug/sep/oct/nov/dec/january/february/march/april/june/july"
    "/august/september/october/november/december/ago/小时前/分钟前/天前",
    "contact": "tel/fax/phone/www/http/https/电话/電話/传真/邮箱/邮编/地址/热线/联系/聯絡/客服",
    "nav": "home/menu/search/about/contact/help/faq/skip/sitemap/网站地图/关于我们"
    "/當前位置/当前位置/您的位置/现在的位置/主页/搜索/导航/频道",
    "ad": "advertisement/advertise/sponsored/sponsor/广告/廣告/terms/privacy/policy/隐私/条款",
    "caption": "photo/image/picture/figure/fig/caption/图/圖/资料图/图片"
    "/getty/reuters/afp/credit/摄",
    "quote": "wrote/writes/quote/引用/发表于/發表於/edited by/最后编辑/最後由/签名/member/joined"
    "/posts"
    "/积分/帖子/精华/威望/注册时间",
}
TEXT_GROUPS = tuple(_TEXT_GROUPS)
_LONGEST_WORD = 5
"""Tokens of the longest word of the text groups that is looked up."""
_HEAD, _TAIL = 14, 8
"""Tokens at the start and the end of a block whose own weights count."""


class Name(NamedTuple):
    """What the names of one element say: groups as bits, and buckets of its words by level."""

    groups: int
    article_body: bool
    buckets: tuple[list[int], ...]


@lru_cache(maxsize=20_000)
def read_name(tag: str, name: str) -> Name:
    """Read the names of an element; the result of one (tag, name) is always the same."""
    words: set[str] = set()
    groups = 0
    if name:
        small = name.lower()
        words = {piece.lower() for piece in _PIECE.findall(name)}
        words.update(word for word in small.split() if len(word) < 30)
        for word in words:
            if word in _GROUP_OF:
                groups |= _GROUP_OF[word]
        for bit, part in _PARTS:
            if part in small:
                groups |= bit
    keys = [crc32(f"<{tag}".encode())]
    keys += [crc32(word.encode("utf-8", "replace")) for word in sorted(words) if len(word) > 1]
    own, parent, near, far = (
        [(key * spread >> 8) % _BUCKETS for key in keys] for spread in _SPREADS[:LEVELS]
    )
    above = [(key * _SPREADS[LEVELS] >> 8) % _BUCKETS for key in keys[1:]]
    return Name(groups, "articleBody" in name, (own, parent + above, near + above, far + above))


@cache
def _keywords() -> tuple[Hashes, Ints, int]:
    """Hashes of all words of the text groups, sorted, and the bits of their groups."""
    table: dict[int, int] = {}
    for place, words in enumerate(_TEXT_GROUPS.values()):
        for word in words.split("/"):
            tokens = read_tokens([word])
            size = min(len(tokens.hashes), _LONGEST_WORD)
            if size:
                key = int(tokens.grams(size)[0][0])
                table[key] = table.get(key, 0) | 1 << place
    keys = np.array(sorted(table), np.uint64)
    return keys, np.array([table[int(key)] for key in keys]), _LONGEST_WORD


def count_keywords(tokens: Tokens) -> Floats:
    """How often words of each text group stand in each text, as (texts, groups)."""
    keys, bits, longest = _keywords()
    counts = np.zeros((len(tokens.starts) - 1, len(TEXT_GROUPS)))
    for size in range(1, longest + 1):
        grams, at = tokens.grams(size)
        spot = np.minimum(np.searchsorted(keys, grams), len(keys) - 1)
        hit = np.nonzero(keys[spot] == grams)[0]
        found = bits[spot[hit]]
        owner = tokens.text_of[at[hit]]
        for group in range(len(TEXT_GROUPS)):
            mine = owner[(found >> group) & 1 == 1]
            if len(mine):
                counts[:, group] += np.bincount(mine, minlength=len(counts))
    return counts


def bucket_words(tokens: Tokens) -> tuple[Ints, Ints]:
    """Buckets of the words and word pairs at both ends of each text, and the text of each bucket.

    A long text is told by its first and last words; a text of at most eight tokens also as a whole.
    """
    counts = tokens.counts
    place = np.arange(len(tokens.hashes)) - tokens.starts[tokens.text_of]
    left = counts[tokens.text_of] - 1 - place
    long = counts[tokens.text_of] > _HEAD
    parts: list[Hashes] = []
    texts: list[Ints] = []
    for size in (1, 2):
        grams, at = tokens.grams(size)
        salt = np.uint64(size * 0x51ED27)
        near = at[place[at] + size <= _HEAD]
        parts.append(mix(grams[np.searchsorted(at, near)] ^ salt))
        texts.append(tokens.text_of[near])
        far = at[long[at] & (left[at] < _TAIL)]
        parts.append(mix(grams[np.searchsorted(at, far)] ^ (salt + np.uint64(0x77))))
        texts.append(tokens.text_of[far])
    short = np.nonzero(counts <= 8)[0]
    parts.append(tokens.whole()[short])
    texts.append(short)
    every = np.arange(len(counts))
    size_class = np.searchsorted([1, 2, 3, 4, 5, 6, 7, 15, 40], counts, side="right")
    parts.append(mix(size_class.astype(np.uint64) + np.uint64(0xABC)))
    texts.append(every)
    buckets = (np.concatenate(parts) >> np.uint64(20)) % np.uint64(_BUCKETS)
    return buckets.astype(np.int64), np.concatenate(texts)

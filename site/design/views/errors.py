"""Error pages: what happened, in a sentence, and what to do next.

`handler500` and the page for 503 need neither a database nor a context processor: either may be broken.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from design.display import from_request
from design.typed import typed_text

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """The words of one error page; `steps` say what a reader can do now."""

    title: str | Promise
    text: str | Promise
    steps: tuple[str | Promise, ...]
    search: bool = False
    plain: bool = False


PAGES: Final[Mapping[int, ErrorPage]] = {
    400: ErrorPage(
        _("这个请求网站看不懂"),
        _("地址或提交的内容不完整，可能是链接在转发时被截断了。"),
        (_("回到上一页，再点一次链接。"), _("从首页开始找您要的内容。")),
    ),
    403: ErrorPage(
        _("您不能看这一页"),
        _("这一页只给有相应职责的人看，或者需要先登录。"),
        (_("如果您有账号，请先登录。"), _("如果您认为自己应该能看，请与社区居委会联系。")),
    ),
    404: ErrorPage(
        _("没有找到这一页"),
        _("内容可能已经到期下线，或者换了地址。"),
        (_("检查地址有没有打错。"), _("从您的街道或社区首页开始找。")),
        search=True,
    ),
    405: ErrorPage(
        _("这个地址不能这样打开"),
        _("您可能刷新了提交后的页面，或者直接打开了只用来提交的地址。"),
        (_("回到上一页，重新填写并提交。"), _("从首页开始找您要的内容。")),
    ),
    413: ErrorPage(
        _("上传的文件太大"),
        _("网站没有收下这个文件，您填写的其他内容也还没有提交。"),
        (_("回到上一页，换一个小一点的文件。"), _("照片可以先在手机上缩小，文件可以分成几份上传。")),
    ),
    429: ErrorPage(
        _("操作太频繁了"),
        _("为了防止恶意刷屏，网站暂时不接受您的请求。"),
        (_("请等一分钟再试。"), _("事情紧急的话，请直接给社区居委会打电话。")),
    ),
    500: ErrorPage(
        _("网站出错了"),
        _("这不是您的操作造成的，我们已经记录下这个错误。"),
        (_("过几分钟再试一次。"), _("刚才填写的内容可能没有保存，提交前请先复制一份。")),
        plain=True,
    ),
    503: ErrorPage(
        _("网站正在维护"),
        _("网站暂时停一会儿，很快就恢复。"),
        (_("过几分钟再打开这一页。"), _("急事请直接给社区居委会打电话。")),
        plain=True,
    ),
}

# Of what is typed; Django refuses it before anybody reads it.
TOO_MUCH_PAGE: Final = ErrorPage(
    _("提交的内容太长"),
    _("网站没有收下，您填写的内容还没有提交。"),
    (_("回到上一页，缩短一些，或者分几次提交。"), _("长的材料可以作为附件上传。")),
)

CSRF_PAGE: Final = ErrorPage(
    _("这次提交没有成功"),
    _("页面打开得太久，或者浏览器不接受本站的 Cookie，网站没法确认是您本人在提交。"),
    (
        _("回到上一页，刷新后再提交一次；刷新之前请先复制已经填写的内容。"),
        _("检查浏览器是否允许本站使用 Cookie。"),
    ),
)

SIGNED_OUT_PAGE: Final = ErrorPage(
    _("您已退出登录，内容还没有提交"),
    _("可能在另一个窗口退出了登录，也可能登录时间太久，已经自动退出。"),
    (
        _("先复制下面的内容，再登录。"),
        _("登录后会回到这一页，把内容粘贴进去，重新提交。"),
    ),
)

# When not even a template can be rendered. Plain words, no style, nothing to load.
_LAST_RESORT: Final = (
    '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>'
    '<body><main><h1>{title}</h1><p>{text}</p><p><a href="/">回到首页</a></p></main></body></html>'
)


def error_response(
    request: HttpRequest,
    status: int,
    page: ErrorPage | None = None,
    *,
    typed: Sequence[str] = (),
    sign_in_url: str = "",
) -> HttpResponse:
    """Render the designed page for `status`; a page marked `plain` does so without context processors.

    What is in `typed` is shown to be copied, and `sign_in_url` is offered. Raises KeyError for a status that
    has no page in `PAGES`, unless a page is given.
    """
    page = page or PAGES[status]
    context: dict[str, object] = {"page": page, "status": status, "display": from_request(request)}
    context |= {"typed": typed, "sign_in_url": sign_in_url}
    if page.plain:
        body = _render_plain(page, context)
    else:
        body = render_to_string("design/errors/error.html", context, request=request)
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"})


def _render_plain(page: ErrorPage, context: dict[str, object]) -> str:
    try:
        return render_to_string("design/errors/error.html", context)
    except Exception:
        # Reached when the static files' manifest is missing or the addresses can't be imported.
        logger.exception("The designed error page can't be rendered")
        return _LAST_RESORT.format(title=page.title, text=page.text)


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For `handler400` of the URL configuration."""
    # A refused host or a malformed request must not reach processors that trust the request.
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    page, status = (TOO_MUCH_PAGE, 413) if too_much else (PAGES[400], 400)
    context = {"page": page, "status": status, "display": from_request(request)}
    return HttpResponse(_render_plain(page, context), status=status, headers={"Cache-Control": "no-store"})


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For `handler403`; shows the reason where the check that refused gave one."""
    page = _with_reason(PAGES[403], exception)
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        # Who is signed in has done the first of the two steps.
        page = replace(page, steps=page.steps[1:])
    return error_response(request, 403, page)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For `handler404`."""
    return error_response(request, 404)


def handler500(request: HttpRequest) -> HttpResponse:
    """For `handler500`."""
    return error_response(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For the setting CSRF_FAILURE_VIEW: most often somebody signed in or out in another tab meanwhile."""
    return error_response(request, 403, CSRF_PAGE, typed=typed_text(request))


def signed_out(request: HttpRequest) -> HttpResponse | None:
    """Return the page that keeps what somebody wrote whose session is gone; None where they wrote nothing."""
    typed = typed_text(request)
    if not typed:
        return None
    sign_in_url = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}"
    return error_response(request, 403, SIGNED_OUT_PAGE, typed=typed, sign_in_url=sign_in_url)


def _with_reason(page: ErrorPage, exception: Exception | None) -> ErrorPage:
    reason = str(exception or "").strip()
    return ErrorPage(page.title, reason, page.steps) if reason else page

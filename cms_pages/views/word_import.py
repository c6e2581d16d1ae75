"""“从 Word 导入”: a document is read, looked at with what was left out of it, and becomes a draft."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from cms_pages.actions.draft_from_word import draft_from_word
from cms_pages.actions.read_word_file import read_word_file
from cms_pages.forms.word import WordDraftForm, WordFileForm
from cms_pages.models import WordImport
from cms_pages.word.plan import Plan
from cms_pages.word.targets import Target, target_again
from events.once import once
from media.tables.table import TableRefused
from media.word.blocks import Picture, WordDocument, WordRefused
from media.word.reading import read_word

TITLE = "从 Word 导入"


@require_http_methods(["GET", "HEAD", "POST"])
def word_import_index(request: SignedInRequest) -> HttpResponse:
    """Ask for a document and its column; read it, and lead to the preview."""
    if request.method != "POST":
        form = WordFileForm(initial={"to": request.GET.get("to", "")}, user=request.user)
        return _answer(request, "index.html", {"form": form})
    form = WordFileForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid() or form.target is None:
        return _answer(request, "index.html", {"form": form}, status=422)
    upload, target, now = form.cleaned_data["file"], form.target, timezone.now()
    try:
        # Outside any transaction, since a long document takes seconds.
        document = read_word(upload)
    except WordRefused as refused:
        form.add_error("file", str(refused))
        return _answer(request, "index.html", {"form": form}, status=422)

    def keep() -> str:
        kept = read_word_file(
            actor=request.user, target=target, document=document, file_name=upload.name or "", now=now
        )
        return reverse("word_import:draft", args=[kept.key])

    return redirect(once(token=form.token, purpose="cms_pages.read_word_file", now=now, act=keep))


@require_http_methods(["GET", "HEAD", "POST"])
def word_import_draft(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show what becomes of the document, and make the draft; afterwards, what was left out.

    Raises:
        Http404: it is another's, or was forgotten.
    """
    word_import = _own(request, key)
    if word_import.made_at is not None and request.method == "POST":
        return redirect(request.path)
    if word_import.made_at is not None:
        return _answer(request, "done.html", {"word_import": word_import, "page": word_import.page})
    target = target_again(word_import)
    if target is None:
        return _answer(request, "lost.html", {"word_import": word_import}, status=422)
    document = WordDocument.from_json(word_import.content)
    plan = target.plan(document)
    alternatives = {
        block.number: block.alternative for block in document.blocks if isinstance(block, Picture)
    }
    if request.method != "POST":
        form = WordDraftForm(
            initial={"title": plan.title or word_import.file_name.rpartition(".")[0]},
            plan=plan,
            alternatives=alternatives,
        )
        return _preview(request, word_import, target, plan, form)
    data = request.POST.copy()
    if target.duty is not None:
        data["title"] = plan.title
    try:
        form = WordDraftForm(data, plan=plan, alternatives=alternatives)
    except TableRefused as refused:
        form = WordDraftForm({"title": data.get("title", "")}, plan=plan, alternatives=alternatives)
        form.add_error(None, str(refused))
        return _preview(request, word_import, target, plan, form, status=422)
    tables = form.good_tables
    if not form.is_valid() or tables is None or "take" not in request.POST:
        is_wrong = bool(form.errors) or tables is None
        return _preview(request, word_import, target, plan, form, status=422 if is_wrong else 200)
    now = timezone.now()

    def make() -> str:
        draft_from_word(
            actor=request.user,
            word_import=word_import,
            title=form.cleaned_data["title"],
            tables=tables,
            said=form.said,
            now=now,
        )
        return request.path

    try:
        return redirect(once(token=form.token, purpose="cms_pages.draft_from_word", now=now, act=make))
    except (PermissionDenied, ValidationError) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        form.add_error(None, "".join(said))
        return _preview(request, word_import, target, plan, form, status=422)


@require_safe
def word_import_picture(request: SignedInRequest, key: UUID, number: int) -> HttpResponse:
    """Show one picture of a document that waits, to whoever read it in.

    Raises:
        Http404: it is another's, or there is none.
    """
    picture = get_object_or_404(_own(request, key).pictures, number=number)
    response = HttpResponse(bytes(picture.data), content_type=picture.content_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _own(request: SignedInRequest, key: UUID) -> WordImport:
    rows = WordImport.objects.visible_to(request.user).select_related("owner", "page", "duty__body__area")
    return get_object_or_404(rows, key=key)


def _preview(
    request: HttpRequest,
    word_import: WordImport,
    target: Target,
    plan: Plan,
    form: WordDraftForm,
    *,
    status: int = 200,
) -> HttpResponse:
    problems = sum(len(checked.problems) for _raw, checked, _is_text in form.tables)
    context = {
        "word_import": word_import,
        "target": target,
        "form": form,
        "groups": _groups(word_import, plan, form),
        "left": plan.left,
        "notes": [*word_import.content["notes"], *plan.notes],
        "problems": problems,
        "pictures": len(plan.pictures),
    }
    return _answer(request, "draft.html", context, status=status)


def _groups(word_import: WordImport, plan: Plan, form: WordDraftForm) -> list[dict[str, Any]]:
    """Return what goes where, in order, the parts of one field together."""
    groups = []
    for label, parts in groupby(plan.shown, key=lambda one: one.label):
        shown: list[dict[str, Any]] = []
        for part in parts:
            if part.table is not None:
                shown.append({"table": form.preview_of(part.table)})
            elif part.picture is not None:
                address = reverse("word_import:picture", args=[word_import.key, part.picture])
                fields = [form[f"{what}-{part.picture}"] for what in ("alternative", "credit", "people")]
                shown.append({"picture": address, "fields": fields})
            else:
                shown.append({"text": part.text, "is_heading": part.is_heading})
        groups.append({"label": label, "parts": shown})
    return groups


def _answer(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    title = _(TITLE)
    return TemplateResponse(
        request,
        f"cms_pages/word/admin/{name}",
        {
            "page_title": title,
            "header_title": title,
            "header_icon": "upload",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("首页")},
                {"url": "", "label": title},
            ],
            **context,
        },
        status=status,
    )

"""What strangers sent, shown from its own addresses: attachments, the original of a mail, its raw bytes."""

from contextlib import suppress

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inquiries import attachments, care, channels
from inquiries.blobs import StorageError
from inquiries.care import pages
from inquiries.desk import again, files, views_reveal
from inquiries.desk.http import DeskRequest
from inquiries.desk.may import permission_required
from inquiries.errors import InvalidInput
from inquiries.models import Attachment, Message
from inquiries.sanitize import clean_mail

logger = structlog.get_logger(__name__)

# Style attributes of a mail are harmless in a sandbox that can load nothing.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src 'self' data:"
)


@require_GET
@permission_required("inquiries.view_attachment")
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes of a file; with ?save=1 always as a download. A sensitive one needs the key of attachment_open."""
    row = get_object_or_404(Attachment, pk=pk)
    if row.state != Attachment.State.STORED:
        return render(request, "inquiries/attachment_waits.html", {"attachment": row}, status=409)
    if row.sensitive and not files.opened(row, request.GET.get("key", ""), user=request.user.pk):
        return render(request, "inquiries/attachment_sensitive.html", {"attachment": row}, status=403)
    return _bytes(request, row)


@require_POST
@permission_required("inquiries.view_attachment")
def attachment_open(request: DeskRequest, pk: int) -> HttpResponse:
    """A passport or a card: who opens it is noted first, then it shows for some minutes."""
    row = get_object_or_404(Attachment.objects.select_related("message"), pk=pk)
    if row.sensitive and row.state == Attachment.State.STORED:
        views_reveal.note(row.message, actor=request.user, what=[f"file {row}"])
    return redirect(files.opening(row, user=request.user.pk))


@require_GET
@login_not_required
def framed_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An inline picture of a framed mail. The key in the address stands for the session, and only for pictures."""
    if not files.key_fits(pk, request.GET.get("key", "")):
        raise Http404
    row = get_object_or_404(Attachment, pk=pk, state=Attachment.State.STORED)
    if not files.is_picture(row) or row.sensitive:
        raise Http404
    return _bytes(request, row)


def _bytes(request: HttpRequest, row: Attachment) -> HttpResponseBase:
    return _passed_on(request, row.blob, row, save="save" in request.GET)


def _passed_on(request: HttpRequest, blob: str, named: Attachment, *, save: bool) -> HttpResponseBase:
    try:
        file = attachments.open_blob(blob)
        asked = request.headers.get("Range", "")
        return files.answer(file, size=file.seek(0, 2), attachment=named, byte_range=asked, save=save)
    except FileNotFoundError:
        raise Http404(_("These bytes are gone.")) from None
    except StorageError as error:
        logger.warning("file_out_of_reach", reason=str(error))
        return render(request, "inquiries/file_away.html", status=503)


@require_GET
@permission_required("inquiries.view_attachment")
def attachment_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it stands in its bubble; asked again while it is being fetched."""
    row = get_object_or_404(Attachment.objects.select_related("message"), pk=pk)
    return render(request, "inquiries/partials/file.html", {"file": files.shown(row)})


@require_POST
@permission_required("inquiries.change_inquiry")
def attachment_retry(request: DeskRequest, pk: int) -> HttpResponse:
    """Another try to fetch the file. Where somebody was faster, it is shown as it stands by now."""
    row = get_object_or_404(Attachment.objects.select_related("message__inquiry"), pk=pk)
    with suppress(InvalidInput):
        again.retry(row, actor=request.user)
    if request.htmx:
        row.refresh_from_db()
        return render(request, "inquiries/partials/file.html", {"file": files.shown(row)})
    return redirect(f"{row.message.inquiry.get_absolute_url()}#m-{row.message_id}")


def _readable(pk: int) -> Message:
    return get_object_or_404(Message.objects.prefetch_related("attachments"), pk=pk)


@require_GET
@permission_required("inquiries.view_message")
def message_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as its sender formatted it, cleaned now and locked in. ?images=1 lets remote pictures load."""
    message = _readable(pk)
    if not message.html:
        raise Http404(_("This message has no formatted version."))
    remote = request.GET.get("images") == "1"
    pictures = {
        row.content_id: files.picture_address(row)
        for row in message.attachments.all()
        if row.content_id and files.is_picture(row) and row.state == Attachment.State.STORED and not row.sensitive
    }
    mail = clean_mail(message.html, pictures=pictures, remote=remote)
    html = pages.masked(mail.html)
    # clean_mail has taken out what acts; the policy below holds what it may have missed.
    response = render(request, "inquiries/mail_frame.html", {"html": mark_safe(html), "message": message})
    files.lock(response, MAIL_POLICY + (" https:" if remote else ""))
    return response


@require_GET
@permission_required("inquiries.view_message")
def message_frame(request: DeskRequest, pk: int) -> HttpResponse:
    """The part of the inquiry page that frames the original, opened on a click."""
    message = _readable(pk)
    remote = request.GET.get("images") == "1"
    if not request.htmx:
        return redirect("message_html", pk)
    context = {
        "message": message,
        "remote": remote,
        "blocked": 0 if remote else clean_mail(message.html, pictures={}).blocked,
    }
    return render(request, "inquiries/partials/original.html", context)


def _as_came(request: HttpRequest, message: Message) -> HttpResponse:
    """What the channel kept, to read; for those who may look at inputs, which hold more than the message says."""
    text = channels.get(message.channel).as_came(message.pk) if message.channel in settings.CHANNELS else b""
    if not text:
        raise Http404(_("The raw bytes of this message were not kept."))
    if not request.user.has_perm("inquiries.view_deadletter"):
        raise PermissionDenied
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    files.lock(response, files.FILE_POLICY)
    return response


def _check_covered(request: DeskRequest, message: Message) -> None:
    """What came as it came holds the numbers that the page covers: for those who may see them, and noted."""
    what = care.kinds(message.subject, message.text, message.quoted_text, message.html)
    if not what:
        return
    if not request.user.has_perm("inquiries.reveal_numbers"):
        raise PermissionDenied(_("It holds a number that you may not see. A manager can open it."))
    views_reveal.note(message, actor=request.user, what=what)


@require_GET
@permission_required("inquiries.view_message")
def message_raw(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The message exactly as it came, to keep or to send to whoever must look at it."""
    message = get_object_or_404(Message, pk=pk)
    _check_covered(request, message)
    if not message.raw:
        return _as_came(request, message)
    suffix = "eml" if message.channel == Message.Channel.EMAIL else "json"
    named = Attachment(filename=f"TH-{message.inquiry_id}-{message.pk}.{suffix}", content_type="message/rfc822")
    return _passed_on(request, message.raw, named, save=True)

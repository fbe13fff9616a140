"""The admin's look and its sidebar: the desk's colours and links, then every row (https://unfoldadmin.com/docs/)."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The tokens of inquiries/static/inquiries/hub.css, part 1. Unfold reads 50-300 as light grounds and lines, 400-600 as
# text, 700-950 as dark lines and grounds; of primary it takes 600 on light and 500 on dark.
BASE = {
    "50": "#f7f7f5",
    "100": "#f1f1ee",
    "200": "#e6e5e1",
    "300": "#d3d2cd",
    "400": "#989ba2",
    "500": "#65686f",
    "600": "#46484d",
    "700": "#3a3d42",
    "800": "#292b2f",
    "900": "#18191c",
    "950": "#111214",
}
PRIMARY = {
    "50": "#f5f8fe",
    "100": "#ebf0fc",
    "200": "#c2d1f5",
    "300": "#a9c2fb",
    "400": "#92b4ff",
    "500": "#7ca3fb",
    "600": "#2150c0",
    "700": "#1a429f",
    "800": "#173884",
    "900": "#31456f",
    "950": "#1a243c",
}


def _desk(title: str, icon: str, name: str, permission: str = "") -> dict[str, Any]:
    # Never the current one: the admin's addresses all begin like the queue's.
    return {"title": title, "icon": icon, "link": reverse(name), "permission": _may(permission), "active": _never}


def _rows(title: str, icon: str, model: str) -> dict[str, Any]:
    """A change list, for those who may see its rows. `model`: "inquiries.message"."""
    app, _, name = model.partition(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse(f"admin:{app}_{name}_changelist"),
        "permission": _may(f"{app}.view_{name}"),
    }


def _never(_request: HttpRequest) -> bool:
    return False


def _may(permission: str) -> Any:
    return lambda request: not permission or request.user.has_perm(permission)


def navigation(_request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar: the desk's own links first, so that staff never wonder which of two products they are in."""
    return [
        {"items": _of_desk()},
        _group(_("Conversations"), _conversations()),
        _group(_("How we work"), _how_we_work()),
        _group(_("Understanding"), _understanding()),
        _group(_("Channels"), _channels()),
        _group(_("People"), _people()),
        _group(_("System"), _system()),
    ]


def _group(title: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "separator": True, "items": items}


def _of_desk() -> list[dict[str, Any]]:
    return [
        _desk(_("Queue"), "inbox", "queue"),
        _desk(_("Figures"), "bar_chart", "figures", "inquiries.view_figures"),
        _desk(_("Work"), "monitor_heart", "work"),
        _desk(_("Exports"), "download", "exports", "inquiries.export_inquiries"),
    ]


def _conversations() -> list[dict[str, Any]]:
    return [
        _rows(_("Inquiries"), "travel_explore", "inquiries.inquiry"),
        _rows(_("Contacts"), "group", "inquiries.contact"),
        _rows(_("Addresses"), "alternate_email", "inquiries.identity"),
        _rows(_("Blocked senders"), "block", "inquiries.blockedsender"),
        _rows(_("Messages"), "forum", "inquiries.message"),
        _rows(_("Attachments"), "attach_file", "inquiries.attachment"),
        _rows(_("Acknowledgments"), "mark_email_read", "inquiries.acknowledgment"),
    ]


def _how_we_work() -> list[dict[str, Any]]:
    return [
        _rows(_("Opening hours"), "schedule", "inquiries.openinghours"),
        _rows(_("Answer targets"), "timer", "inquiries.answertarget"),
        _rows(_("Acknowledgment texts"), "edit_note", "inquiries.acknowledgmenttext"),
        _rows(_("Question texts"), "quiz", "inquiries.questiontext"),
        _rows(_("Saved replies"), "quickreply", "inquiries.savedreply"),
        _rows(_("Files of saved replies"), "attachment", "inquiries.savedreplyfile"),
        _rows(_("Reasons for a loss"), "thumb_down", "inquiries.lostreason"),
        _rows(_("Saved views"), "filter_alt", "inquiries.savedview"),
        _rows(_("Giving in turn"), "low_priority", "inquiries.assignmentrule"),
    ]


def _understanding() -> list[dict[str, Any]]:
    return [
        _rows(_("Facts"), "fact_check", "inquiries.fact"),
        _rows(_("Runs of the engines"), "psychology", "inquiries.extraction"),
        _rows(_("Destinations"), "place", "inquiries.destination"),
        _desk(_("How well it reads"), "query_stats", "reading", "inquiries.view_correction"),
        _rows(_("Corrections"), "rule", "inquiries.correction"),
        _rows(_("Reading again"), "restart_alt", "inquiries.rerun"),
        _rows(_("Changed by reading again"), "difference", "inquiries.rerunchange"),
        _rows(_("Suggestions"), "join", "inquiries.suggestion"),
        _rows(_("Promises"), "handshake", "inquiries.promise"),
        _rows(_("Answers and their times"), "timer", "inquiries.answer"),
        _rows(_("Drafts and translations"), "translate", "inquiries.assist"),
        _rows(_("Joined and moved"), "merge", "inquiries.regrouping"),
        _rows(_("Mentions"), "alternate_email", "inquiries.mention"),
    ]


def _channels() -> list[dict[str, Any]]:
    return [
        _rows(_("Mailboxes"), "mail", "mailsync.mailbox"),
        _rows(_("Folders"), "folder", "mailsync.mailfolder"),
        _rows(_("Notifications"), "notifications", "mailsync.subscription"),
        _rows(_("Mails"), "drafts", "mailsync.emailmessage"),
        _rows(_("WhatsApp numbers"), "smartphone", "messaging.whatsappnumber"),
        _rows(_("WhatsApp pauses"), "hourglass", "messaging.recipientpause"),
        _rows(_("WhatsApp templates"), "text_snippet", "messaging.whatsapptemplate"),
        _rows(_("WhatsApp messages"), "chat", "messaging.whatsappmessage"),
        _rows(_("Webhook events"), "webhook", "messaging.webhookevent"),
        _rows(_("Read and typing signs"), "done_all", "messaging.signal"),
    ]


def _people() -> list[dict[str, Any]]:
    return [
        _rows(_("Staff"), "badge", "inquiries.user"),
        _rows(_("Roles"), "admin_panel_settings", "auth.group"),
        _rows(_("Notices"), "notifications_active", "inquiries.notice"),
        _rows(_("Signed in"), "devices", "usersessions.usersession"),
        _rows(_("Microsoft log-ins"), "login", "socialaccount.socialaccount"),
        _rows(_("Password letters"), "lock_reset", "inquiries.passwordletter"),
        _rows(_("Exports of people"), "file_save", "inquiries.export"),
    ]


def _system() -> list[dict[str, Any]]:
    return [
        _rows(_("Events"), "history", "inquiries.event"),
        _rows(_("Thread keys"), "key", "inquiries.threadkey"),
        _rows(_("Early reports"), "undo", "inquiries.earlyreport"),
        _rows(_("Dead letters"), "unsubscribe", "inquiries.deadletter"),
        _rows(_("Heartbeats"), "ecg_heart", "inquiries.heartbeat"),
        _rows(_("Schedules"), "event_repeat", "django_celery_beat.periodictask"),
        _rows(_("Intervals"), "timer", "django_celery_beat.intervalschedule"),
        _rows(_("Clock times"), "alarm", "django_celery_beat.crontabschedule"),
    ]


def settings_for(*, agency: str, version: str) -> dict[str, Any]:
    """The UNFOLD setting."""
    return {
        "SITE_TITLE": agency,
        "SITE_HEADER": agency,
        "SITE_SUBHEADER": gettext_lazy("Every row"),
        "SITE_VERSION": version,
        "SITE_URL": "/",
        "SITE_SYMBOL": "travel",
        "SITE_FAVICONS": [
            {"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("inquiries/mark.svg")},
        ],
        "SHOW_HISTORY": True,
        "SHOW_VIEW_ON_SITE": True,
        "BORDER_RADIUS": "6px",
        "COLORS": {"base": BASE, "primary": PRIMARY},
        "STYLES": [lambda _request: static("inquiries/admin.css")],
        "SCRIPTS": [lambda _request: static("inquiries/admin.js")],
        "DASHBOARD_CALLBACK": "inquiries.admin.day.dashboard",
        "SIDEBAR": {"show_search": True, "navigation": "travelhub.unfold.navigation"},
    }

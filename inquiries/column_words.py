"""What rows and their columns are called in the admin where a model gives them no name of its own.

Django makes these of Python's names, so nothing else would mark them for translation. A test asks for each of them.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop, override

WORDS = frozenset({
    gettext_noop("WhatsApp messages"), gettext_noop("WhatsApp numbers"), gettext_noop("WhatsApp pauses"),
    gettext_noop("WhatsApp templates"), gettext_noop("about"), gettext_noop("account"), gettext_noop("acknowledgment"),
    gettext_noop("acknowledgment text"), gettext_noop("acknowledgment texts"), gettext_noop("acknowledgments"),
    gettext_noop("actor"), gettext_noop("address"), gettext_noop("adults"), gettext_noop("after"),
    gettext_noop("alarmed at"), gettext_noop("answer"), gettext_noop("answer by"), gettext_noop("answer targets"),
    gettext_noop("answered at"), gettext_noop("answers"), gettext_noop("asked"), gettext_noop("asked at"),
    gettext_noop("assignee"), gettext_noop("assignment rule"), gettext_noop("assignment rules"), gettext_noop("at"),
    gettext_noop("attachment"), gettext_noop("attachments"), gettext_noop("attempts"), gettext_noop("author"),
    gettext_noop("automatic"), gettext_noop("away"), gettext_noop("away until"), gettext_noop("bcc"),
    gettext_noop("before"), gettext_noop("blanks"), gettext_noop("blob"), gettext_noop("blocked"),
    gettext_noop("blocked sender"), gettext_noop("blocked senders"), gettext_noop("blocked until"),
    gettext_noop("board"), gettext_noop("body"), gettext_noop("budget amount"), gettext_noop("budget currency"),
    gettext_noop("budget per"), gettext_noop("business account id"), gettext_noop("by"), gettext_noop("came at"),
    gettext_noop("came by"), gettext_noop("category"), gettext_noop("cc"), gettext_noop("changed"),
    gettext_noop("channel"), gettext_noop("check count"), gettext_noop("checked at"), gettext_noop("child ages"),
    gettext_noop("children"), gettext_noop("code"), gettext_noop("columns"), gettext_noop("components"),
    gettext_noop("composed"), gettext_noop("confirmed"), gettext_noop("contact"), gettext_noop("contacts"),
    gettext_noop("content id"), gettext_noop("content type"), gettext_noop("context id"), gettext_noop("corrected"),
    gettext_noop("correction"), gettext_noop("corrections"), gettext_noop("cost"), gettext_noop("country"),
    gettext_noop("created at"), gettext_noop("created by"), gettext_noop("cursor"), gettext_noop("data"),
    gettext_noop("days off"), gettext_noop("dead letter"), gettext_noop("dead letters"), gettext_noop("decided at"),
    gettext_noop("decided by"), gettext_noop("delivered at"), gettext_noop("delta link"), gettext_noop("depart on"),
    gettext_noop("destination"), gettext_noop("destinations"), gettext_noop("direction"), gettext_noop("display"),
    gettext_noop("display number"), gettext_noop("done"), gettext_noop("draft"), gettext_noop("draft file"),
    gettext_noop("draft files"), gettext_noop("draft id"), gettext_noop("drafts"), gettext_noop("dry"),
    gettext_noop("due at"), gettext_noop("duration ms"), gettext_noop("early delivery reports"),
    gettext_noop("edited at"), gettext_noop("emoji"), gettext_noop("enabled"), gettext_noop("end"),
    gettext_noop("engine"), gettext_noop("error"), gettext_noop("error code"), gettext_noop("event"),
    gettext_noop("events"), gettext_noop("evidence"), gettext_noop("expires at"), gettext_noop("export"),
    gettext_noop("export columns"), gettext_noop("exports"), gettext_noop("external id"), gettext_noop("extraction"),
    gettext_noop("extractions"), gettext_noop("fact"), gettext_noop("facts"), gettext_noop("failed"),
    gettext_noop("failed checks"), gettext_noop("failed count"), gettext_noop("failing since"), gettext_noop("field"),
    gettext_noop("file"), gettext_noop("file count"), gettext_noop("filename"), gettext_noop("filters"),
    gettext_noop("fingerprint"), gettext_noop("finished at"), gettext_noop("first"), gettext_noop("flexible days"),
    gettext_noop("folder"), gettext_noop("folders"), gettext_noop("format"), gettext_noop("former at"),
    gettext_noop("forwarded"), gettext_noop("found at"), gettext_noop("friday"), gettext_noop("gone contact"),
    gettext_noop("has email"), gettext_noop("has whatsapp"), gettext_noop("headers"), gettext_noop("heard days"),
    gettext_noop("heartbeat"), gettext_noop("heartbeats"), gettext_noop("hold until"), gettext_noop("home"),
    gettext_noop("hotel stars"), gettext_noop("html"), gettext_noop("identity"), gettext_noop("inline"),
    gettext_noop("inquiry"), gettext_noop("interests"), gettext_noop("joined into"), gettext_noop("kept by"),
    gettext_noop("kept contact"), gettext_noop("key"), gettext_noop("kind"), gettext_noop("language"),
    gettext_noop("last"), gettext_noop("last error"), gettext_noop("last inbound at"), gettext_noop("last message at"),
    gettext_noop("last message author"), gettext_noop("last message direction"), gettext_noop("last message text"),
    gettext_noop("last notified at"), gettext_noop("last page at"), gettext_noop("last sent at"),
    gettext_noop("last synced at"), gettext_noop("last webhook at"), gettext_noop("latest"),
    gettext_noop("lease holder"), gettext_noop("lease until"), gettext_noop("lost reason"),
    gettext_noop("lost reasons"), gettext_noop("mailbox"), gettext_noop("mails"), gettext_noop("mention"),
    gettext_noop("mentions"), gettext_noop("merged into"), gettext_noop("message"), gettext_noop("message id"),
    gettext_noop("messages"), gettext_noop("messaging limit"), gettext_noop("missing count"), gettext_noop("monday"),
    gettext_noop("name"), gettext_noop("needs reply since"), gettext_noop("nights"), gettext_noop("not sent"),
    gettext_noop("note"), gettext_noop("notes"), gettext_noop("notice"), gettext_noop("notices"),
    gettext_noop("number"), gettext_noop("one"), gettext_noop("open seconds"), gettext_noop("open since"),
    gettext_noop("options"), gettext_noop("origin"), gettext_noop("origin country"), gettext_noop("other"),
    gettext_noop("others"),
    gettext_noop("owner"), gettext_noop("parameter format"), gettext_noop("parent"), gettext_noop("parked reason"),
    gettext_noop("part"), gettext_noop("pass link"), gettext_noop("passed at"), gettext_noop("password letter"),
    gettext_noop("password letters"), gettext_noop("paused reason"), gettext_noop("paused until"),
    gettext_noop("payload"), gettext_noop("people"), gettext_noop("person"), gettext_noop("phone"),
    gettext_noop("phone number id"), gettext_noop("position"), gettext_noop("possible duplicate of"),
    gettext_noop("predicted"), gettext_noop("problem"), gettext_noop("promise"), gettext_noop("promise due at"),
    gettext_noop("promised"), gettext_noop("promises"), gettext_noop("proposed"), gettext_noop("quality"),
    gettext_noop("query"), gettext_noop("question text"), gettext_noop("question texts"), gettext_noop("quoted at"),
    gettext_noop("quoted text"), gettext_noop("quotes"), gettext_noop("raw"), gettext_noop("read at"),
    gettext_noop("read receipts"), gettext_noop("reason"), gettext_noop("reasons"), gettext_noop("received at"),
    gettext_noop("recipient"), gettext_noop("referral"), gettext_noop("regrouping"), gettext_noop("regroupings"),
    gettext_noop("remind at"), gettext_noop("remind if silent"), gettext_noop("reminder by"), gettext_noop("remote id"),
    gettext_noop("removed at"), gettext_noop("replaced by"), gettext_noop("reply"), gettext_noop("reply to"),
    gettext_noop("requested by"), gettext_noop("rerun"), gettext_noop("rerun change"), gettext_noop("rerun changes"),
    gettext_noop("reruns"), gettext_noop("resyncs"), gettext_noop("return on"), gettext_noop("revoked at"),
    gettext_noop("rooms"), gettext_noop("rung at"), gettext_noop("saturday"), gettext_noop("saved reply"),
    gettext_noop("saved reply file"), gettext_noop("saved reply files"), gettext_noop("saved view"),
    gettext_noop("saved views"), gettext_noop("scheduled"), gettext_noop("scheduled at"), gettext_noop("search text"),
    gettext_noop("seconds"), gettext_noop("seen at"), gettext_noop("send holder"), gettext_noop("send until"),
    gettext_noop("sender"), gettext_noop("sensitive"), gettext_noop("sent at"), gettext_noop("services"),
    gettext_noop("settled at"), gettext_noop("settled by"), gettext_noop("sha256"), gettext_noop("shape"),
    gettext_noop("shortcut"), gettext_noop("signature"), gettext_noop("signature at"), gettext_noop("since"),
    gettext_noop("single keys"), gettext_noop("size"), gettext_noop("snoozed until"), gettext_noop("source"),
    gettext_noop("start"), gettext_noop("state"), gettext_noop("status"), gettext_noop("status at"),
    gettext_noop("stuck rounds"), gettext_noop("subject"), gettext_noop("subscribed"), gettext_noop("subscription"),
    gettext_noop("subscriptions"), gettext_noop("suggested count"), gettext_noop("suggestion"),
    gettext_noop("suggestions"), gettext_noop("summary"), gettext_noop("sunday"), gettext_noop("sure count"),
    gettext_noop("synced at"), gettext_noop("target"), gettext_noop("target at"), gettext_noop("target id"),
    gettext_noop("templates error"), gettext_noop("templates synced at"), gettext_noop("text"), gettext_noop("texts"),
    gettext_noop("thread key"), gettext_noop("thread keys"), gettext_noop("thursday"), gettext_noop("time zone"),
    gettext_noop("times"), gettext_noop("title"), gettext_noop("to"), gettext_noop("token ends at"),
    gettext_noop("tokens in"), gettext_noop("tokens out"), gettext_noop("told by"), gettext_noop("total"),
    gettext_noop("travel month"), gettext_noop("travellers"), gettext_noop("trip"), gettext_noop("tuesday"),
    gettext_noop("type"), gettext_noop("typing indicator"), gettext_noop("undone at"), gettext_noop("undone by"),
    gettext_noop("unread"), gettext_noop("until"), gettext_noop("updated at"), gettext_noop("user"),
    gettext_noop("username"), gettext_noop("value"), gettext_noop("verified name"), gettext_noop("version"),
    gettext_noop("was read by"), gettext_noop("webhook events"), gettext_noop("wednesday"), gettext_noop("what"),
    gettext_noop("window closes at"),
})  # fmt: skip


def translate(app: AppConfig) -> None:
    """Have the models of an app name themselves in the language of whoever looks. Migrations do not see it."""
    for model in app.get_models():
        meta = model._meta
        for field in (*meta.local_fields, *meta.local_many_to_many):
            if field._verbose_name is None:  # type: ignore[attr-defined]  # what was given, as migrations read it
                field.verbose_name = gettext_lazy(str(field.verbose_name))
        with override(None):  # a plural is made of a name that may be translated already
            for name in {"verbose_name", "verbose_name_plural"} - meta.original_attrs.keys():
                setattr(meta, name, gettext_lazy(str(getattr(meta, name))))

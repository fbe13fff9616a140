"""One filter set for the page, the export and the admin, so that a file equals the screen."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

import django_filters as filters
from django import forms
from django.conf.locale import LANG_INFO
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from inquiries import destinations, search
from inquiries.addresses import normalise
from inquiries.agency_days import midnight
from inquiries.desk.filters_figures import OTHER_LANGUAGE, FiguresFilter, InOrder
from inquiries.models import Contact, Identity, Inquiry, Message, User

type Rows = QuerySet[Inquiry]

CHANNELS = [(value, label) for value, label in Message.Channel.choices if value != Message.Channel.NOTE]
# Those that customers of a European agency write in; each costs a line of every page with the filters open.
_CODES = "ar bg cs da de el en es et fi fr he hr hu it ja ko lt lv nl no pl pt ro ru sk sl sv tr uk zh"
# Their names are messages of Django's own catalogues, but for the one that it knows by script only.
LANGUAGES = [(code, _(str(LANG_INFO.get(code, {}).get("name", gettext_noop("Chinese"))))) for code in _CODES.split()]
CLOSING_WITHIN = timedelta(hours=2)
ME, NOBODY = "me", "none"


def assignees() -> list[tuple[str, str | Promise]]:
    """Choices for who has an inquiry: everybody who can sign in, after "me" and "nobody"."""
    people = User.objects.filter(is_active=True).order_by("first_name", "last_name", "username")
    return [(ME, _("Me")), (NOBODY, _("Nobody")), *((str(user.pk), str(user)) for user in people)]


def languages() -> list[tuple[str, str]]:
    """Choices by name, in the order of whoever reads them."""
    return sorted(((code, str(name)) for code, name in LANGUAGES), key=lambda language: language[1])


def _languages() -> list[tuple[str, str | Promise]]:
    return [*languages(), (OTHER_LANGUAGE, _("Another, or not known"))]


def _day(**attrs: Any) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "hub-field", **attrs})


def _text(placeholder: Promise) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "hub-field", "placeholder": placeholder, "maxlength": 200})


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "hub-field"})


class InquiryFilter(FiguresFilter):
    """What the queue can be narrowed by. `user` is who "me" is."""

    q = filters.CharFilter(method="search_words", label=_("Search"), max_length=200)
    status = filters.MultipleChoiceFilter(
        choices=Inquiry.Status.choices,
        label=_("Status"),
        distinct=False,  # one column of the row itself: nothing comes twice, and DISTINCT would sort every row
        widget=forms.CheckboxSelectMultiple(attrs={"class": "hub-check"}),
    )
    channel = filters.ChoiceFilter(
        choices=CHANNELS, method="by_channel", label=_("Channel"), empty_label=_("Any"), widget=_select()
    )
    assignee = filters.ChoiceFilter(
        choices=assignees, method="by_assignee", label=_("Assigned to"), empty_label=_("Anybody"), widget=_select()
    )
    needs_reply = filters.ChoiceFilter(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        method="by_need",
        label=_("Needs a reply"),
        empty_label=_("Either"),
        widget=_select(),
    )
    window = filters.ChoiceFilter(
        choices=[
            ("open", pgettext_lazy("WhatsApp window", "Open")),
            ("closing", _("Closing within 2 h")),
            ("shut", _("Shut")),
        ],
        method="by_window",
        label=_("WhatsApp window"),
        empty_label=_("Any"),
        widget=_select(),
    )
    language = filters.ChoiceFilter(
        choices=_languages,
        method="by_language",
        label=_("Language"),
        empty_label=_("Any"),
        widget=_select(),
    )
    since = filters.DateFilter(method="by_since", label=_("Written from"), widget=_day())
    until = filters.DateFilter(method="by_until", label=_("Written to"), widget=_day())
    departs_from = filters.DateFilter(field_name="depart_on", lookup_expr="gte", label=_("Departs from"), widget=_day())
    departs_to = filters.DateFilter(field_name="depart_on", lookup_expr="lte", label=_("Departs to"), widget=_day())
    destination = filters.CharFilter(
        method="by_destination",
        label=_("Destination"),
        max_length=120,
        widget=_text(_("Crete with its towns, GR, Caribbean")),
    )
    who = filters.CharFilter(
        method="by_who", label=_("Contact"), max_length=200, widget=_text(_("Name, address or number"))
    )
    contact = filters.ModelChoiceFilter(queryset=Contact.objects.all(), label=_("Contact"), widget=forms.HiddenInput())

    class Meta:
        model = Inquiry
        fields: list[str] = []
        form = InOrder

    def __init__(self, *args: Any, user: User | AnonymousUser | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def search_words(self, rows: Rows, _name: str, words: str) -> Rows:
        return search.matching(rows, words)

    def by_channel(self, rows: Rows, _name: str, channel: str) -> Rows:
        return rows.filter(**{f"has_{channel}": True})

    def by_assignee(self, rows: Rows, _name: str, who: str) -> Rows:
        if who == NOBODY:
            return rows.filter(assignee=None)
        if who == ME:
            return rows.filter(assignee=self.user) if isinstance(self.user, User) else rows.none()
        return rows.filter(assignee__pk=who)

    def by_need(self, rows: Rows, _name: str, answer: str) -> Rows:
        return rows.filter(needs_reply_since__isnull=answer == "no")

    def by_window(self, rows: Rows, _name: str, state: str) -> Rows:
        """Shut: also where they never wrote to the number of ours that the conversation is with."""
        now = timezone.now()
        if state == "shut":
            shut = Q(window_closes_at=None) | Q(window_closes_at__lte=now)
            return rows.filter(shut, has_whatsapp=True)
        rows = rows.filter(window_closes_at__gt=now)
        return rows.filter(window_closes_at__lte=now + CLOSING_WITHIN) if state == "closing" else rows

    def by_language(self, rows: Rows, _name: str, code: str) -> Rows:
        """A language with all its regions: pt finds pt-br."""
        if code == OTHER_LANGUAGE:
            known = [Q(language=code) | Q(language__startswith=f"{code}-") for code, _name in LANGUAGES]
            return rows.exclude(reduce(or_, known))
        return rows.filter(Q(language=code) | Q(language__startswith=f"{code}-"))

    def by_since(self, rows: Rows, _name: str, day: date) -> Rows:
        return rows.filter(last_message_at__gte=midnight(day))

    def by_until(self, rows: Rows, _name: str, day: date) -> Rows:
        """To the end of that day."""
        return rows.filter(last_message_at__lt=midnight(day, days=1))

    def by_destination(self, rows: Rows, _name: str, place: str) -> Rows:
        return destinations.going_to(rows, place)

    def by_who(self, rows: Rows, _name: str, words: str) -> Rows:
        return search.narrowed(rows, "contact__pk", matching_contacts(words))


def matching_contacts(words: str) -> QuerySet[Contact, int]:
    """Keys of contacts by a part of their name, user name or an address; a number by its digits."""
    digits = "".join(sign for sign in words.replace("(0)", "") if sign.isdigit())
    number = digits if len(digits) > 4 and not any(sign.isalpha() for sign in words) else ""
    number = normalise("wa_id", number)  # with or without the digit that some countries have added
    by_address = Identity.objects.filter(value__icontains=number or words).order_by()
    # A union, since an OR over two tables would use neither index.
    by_name = Contact.objects.filter(name__icontains=words).order_by().values_list("pk", flat=True)
    by_user_name = Contact.objects.filter(username__icontains=words.removeprefix("@")).order_by()
    union: QuerySet[Contact, int] = by_name.union(
        by_user_name.values_list("pk", flat=True), by_address.values_list("contact_id", flat=True)
    )
    return union

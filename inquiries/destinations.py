"""Which inquiries want to go somewhere: by any name of the place, with what lies in it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from inquiries import search
from inquiries.extraction.rules.within import within
from inquiries.models import Destination, Inquiry


def going_to(rows: QuerySet[Inquiry], words: str) -> QuerySet[Inquiry]:
    """The inquiries of `rows` with a destination that `words` may mean.

    A place in any of the languages that are read finds what lies in it: Kreta finds Chania, Greece and GR all of
    Greece, the Caribbean its islands. Anything else finds by the beginning of a name.
    """
    found = within(words.strip())
    wanted = Q(name__istartswith=words)
    if found is None:
        return _narrowed(rows, wanted)
    wanted |= Q(name__in=sorted(found.names))
    if not found.countries:
        return _narrowed(rows, wanted)
    # Many rows: no list of them is made first.
    places = Destination.objects.filter(wanted | Q(country__in=sorted(found.countries))).order_by()
    return rows.filter(Exists(places.filter(inquiry=OuterRef("pk"))))


def _narrowed(rows: QuerySet[Inquiry], wanted: Q) -> QuerySet[Inquiry]:
    places = Destination.objects.filter(wanted).order_by()
    return search.narrowed(rows, "pk", places.values_list("inquiry", flat=True))

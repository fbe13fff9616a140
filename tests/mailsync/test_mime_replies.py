"""The customer's new words are told from the mail they answer, as eight languages and many programs mark it."""

import pytest

from mailsync.mime_quotes import split
from tests.mailsync.samples import own_words, read

TAKE_IT = {
    "en": "We take the hotel, but from 12 May.",
    "de": "Wir nehmen das Hotel, aber ab 12. Mai.",
    "fr": "Nous prenons l’hôtel, mais dès le 12 mai.",
    "es": "Nos quedamos con el hotel, pero desde el 12 de mayo.",
    "it": "Prendiamo l’hotel, ma dal 12 maggio.",
    "pt": "Ficamos com o hotel, mas a partir de 12 de maio.",
    "nl": "We nemen het hotel, maar vanaf 12 mei.",
    "pl": "Bierzemy ten hotel, ale od 12 maja.",
}
BY_LANGUAGE = [
    *(f"reply-gmail-{language}" for language in TAKE_IT),
    *(f"reply-outlook-{language}" for language in TAKE_IT),
    *(f"reply-apple-{language}" for language in TAKE_IT if language != "en"),
    "reply-thunderbird-de",
    "reply-thunderbird-nl",
    "reply-gmx-de",
    "reply-yahoo-en",
    "reply-outlook-old-de",
]
OTHERS = {
    "reply-outlook-phone": TAKE_IT["en"],
    "reply-outlook-html-only": TAKE_IT["en"],
    "reply-gmail-html-only": TAKE_IT["de"],
    "reply-marks-only": "We take it.",
    "reply-below-the-quote": "We take it, but from 12 May.",
    "reply-below-and-signed-above": "Yes please, from 12 May.",
    "reply-nothing-new": "",
}


@pytest.mark.parametrize("name", BY_LANGUAGE)
def test_only_new_words_are_the_customers(name: str):
    mail = read(name)
    assert own_words(mail) == TAKE_IT[name.rpartition("-")[2]]
    assert "1,080 EUR" in mail.quoted_text
    assert "1,080 EUR" not in mail.text


@pytest.mark.parametrize(("name", "words"), OTHERS.items())
def test_other_places_of_the_quote(name: str, words: str):
    mail = read(name)
    assert own_words(mail) == words
    assert "1,080 EUR" in mail.quoted_text


@pytest.mark.parametrize("name", ["reply-answers-between-the-lines", "reply-says-see-below"])
def test_answers_inside_the_quote_keep_what_they_answer(name: str):
    mail = read(name)
    assert "10 to 17 May." in mail.text
    assert "dates" in mail.text
    assert mail.quoted_text == ""


def test_sentence_that_begins_like_a_mark_is_a_sentence():
    mail = read("reply-on-is-no-mark")
    assert mail.text.startswith("On our last trip in 2019 my wife wrote:")
    assert mail.text.endswith("So please one with a balcony.")
    assert mail.quoted_text == ""


WHO = "Halden Travel <desk@halden.example>"
ATTRIBUTIONS = [
    f"On 3 May 2026, at 10:15, {WHO} wrote:",
    "On 5/3/26 10:15 AM, Halden Travel wrote:",
    "Le 03/05/2026 à 10:15, Halden Travel a écrit :",
    "Le 3 mai 2026 à 10:15, Halden Travel\n<desk@halden.example> a écrit :",
    "El 3/5/26 a las 10:15, Halden Travel escribió:",
    "Il 03/05/2026 10:15, Halden Travel ha scritto:",
    "Em 03/05/2026 10:15, Halden Travel escreveu:",
    "Às 10:15 de 03/05/2026, Halden Travel escreveu:",
    f"Em 3 de mai. de 2026, à(s) 10:15, {WHO} escreveu:",
    f"{WHO} escreveu no dia domingo, 3/05/2026 à(s) 10:15:",
    f"{WHO} schrieb am So., 3. Mai 2026, 10:15:",
    f"Am Sonntag, 3. Mai 2026 um 10:15:00 MESZ hat {WHO} Folgendes geschrieben:",
    f"Le dimanche 3 mai 2026 à 10:15:00 UTC+2, {WHO} a écrit :",
    f"El domingo, 3 de mayo de 2026, 10:15:00 CEST, {WHO} escribió:",
    f"Il domenica 3 maggio 2026 alle ore 10:15:00 CEST, {WHO} ha scritto:",
    f"Em domingo, 3 de maio de 2026 às 10:15:00 BRT, {WHO} escreveu:",
    f"Op zondag 3 mei 2026 om 10:15:00 CEST schreef {WHO}:",
    f"{WHO} escreveu (domingo, 3/05/2026 à(s) 10:15):",
    f"domingo, 3 de maio de 2026 às 10:15, {WHO} escreveu:",
    "Halden Travel <desk@halden.example>\nescreveu (03/05/2026 à(s) 10:15):",
    f"En dom, 3 de may. de 2026 a la(s) 10:15, {WHO} escribió:",
    f"Con fecha 3 de mayo de 2026 10:15, {WHO} escribió:",
    f"dimanche 3 mai 2026 à 10:15, {WHO} a écrit :",
    f"{WHO} hat am 03.05.2026 10:15 geschrieben:",
    f"Sonntag, 3. Mai 2026, 10:15 +0200 von {WHO}:",
    f"domenica 3 maggio 2026 10:15, {WHO} ha scritto:",
    f"zondag 3 mei 2026 10:15, {WHO} schreef:",
    f"niedz., 3 maj 2026 o 10:15 {WHO} napisał(a):",
    f"W dniu 3.05.2026 o 10:15, {WHO} pisze:",
    "W dniu 2026-05-03 10:15, Halden Travel napisał(a):",
    f"Dnia 3 maja 2026 10:15 {WHO} napisał:",
    "domingo, 3 de maio de 2026 às 10:15, Halden Travel\n<desk@halden.example> escreveu:",
    "3/05/2026 10:15,\nHalden Travel <desk@halden.example>\nescreveu:",
]
UNDATED = [f"{WHO} escreveu:", f"{WHO} wrote:", f"Zitat von {WHO}:"]
HEADER_BLOCKS = [
    f"Sent: Sunday, May 03, 2026 at 10:15 AM\nFrom: {WHO}\nTo: anna.berg@post.example\nSubject: Your trip",
    f"Envoyé: dimanche 3 mai 2026 à 10:15\nDe: {WHO}\nÀ: anna.berg@post.example\nObjet: Votre voyage",
    f"Enviado: domingo, 3 de mayo de 2026 10:15\nDe: {WHO}\nPara: anna.berg@post.example\nAsunto: Su viaje",
    f"Inviato: domenica 3 maggio 2026 10:15\nDa: {WHO}\nA: anna.berg@post.example\nOggetto: Viaggio",
    f"De: {WHO}\nEnviada em: domingo, 3 de maio de 2026 10:15\nPara: Anna Berg\nAssunto: Viagem",
    f"Von: {WHO}\nDatum: Sonntag, 3. Mai 2026 um 10:15\nAn: Anna Berg\nBetreff: Reise",
    f"De : {WHO}\nDate : dimanche, 3 mai 2026 à 10:15\nÀ : Anna Berg\nObjet : Voyage",
    f"*From:* {WHO}\n*Sent:* 3 May 2026 10:15\n*To:* Anna Berg\n*Subject:* Trip",
    f"-----Original Message-----\nFrom: {WHO}\nSent: Sunday, May 3, 2026 10:15\nTo: Anna\nSubject: Trip",
    f"-----Oorspronkelijk bericht-----\nVan: {WHO}\nVerzonden: zondag 3 mei 2026 10:15\nAan: Anna\nOnderwerp: Reis",
    f"-----Message d'origine-----\nDe : {WHO}\nEnvoyé : dimanche 3 mai 2026 10:15\nÀ : Anna\nObjet : Voyage",
    f"-----Mensaje original-----\nDe: {WHO}\nEnviado el: domingo, 3 de mayo de 2026\nPara: Anna\nAsunto: Viaje",
    f"-----Messaggio originale-----\nDa: {WHO}\nInviato: domenica 3 maggio 2026 10:15\nA: Anna\nOggetto: Viaggio",
    f"-----Mensagem original-----\nDe: {WHO}\nEnviada: 3 de maio de 2026 10:15\nPara: Anna\nAssunto: Viagem",
    f"-------- Original message --------\nFrom: {WHO}\nDate: 03/05/2026 10:15 (GMT+01:00)\nTo: Anna\nSubject: Trip",
    f"> Message du 03/05/26 10:15\n> De : {WHO}\n> A : anna.berg@post.example\n> Objet : Votre voyage",
    f"Od: {WHO}\nData: niedziela, 3 maja 2026 10:15\nDo: Anna Berg\nDW: Ben\nTemat: Podróż",
    f"-------- Oryginalna wiadomość --------\nOd: {WHO}\nData: 03.05.2026 10:15\nDo: Anna\nTemat: Podróż",
    f"-------- Ursprüngliche Nachricht --------\nVon: {WHO}\nDatum: 03.05.26 10:15\nAn: Anna\nBetreff: Reise",
]


@pytest.mark.parametrize("mark", [*ATTRIBUTIONS, *HEADER_BLOCKS])
def test_mark_of_a_quote(mark: str):
    """Whether or not the program also put ">" before the old lines."""
    for old in ("Dear Anna,\n\nCrete, 1,080 EUR.", "> Dear Anna,\n>\n> Crete, 1,080 EUR.\n> Halden Travel"):
        found = split(
            f"Yes, from 12 May.\n\nAnna\n\n{mark}\n\n{old}", subject="Re: Trip", is_own="halden.example".__eq__
        )
        assert found.own == "Yes, from 12 May.\n\nAnna"
        assert found.quoted.endswith(old)


OLD = "> Dear Anna,\n>\n> Crete, 1,080 EUR.\n> Halden Travel"


@pytest.mark.parametrize("mark", UNDATED)
def test_mark_without_a_time_is_one_only_above_marked_lines(mark: str):
    assert split(f"Yes, from 12 May.\n\n{mark}\n\n{OLD}").own == "Yes, from 12 May."
    unmarked = split(f"Yes, from 12 May.\n\n{mark}\n\n- two weeks\n- a pool")
    assert (unmarked.own.endswith("- two weeks\n- a pool"), unmarked.quoted) == (True, "")


@pytest.mark.parametrize(
    "mark",
    [
        *UNDATED,
        f"{WHO} escreveu (domingo, 3/05/2026 à(s) 10:15):",
        "Halden Travel <desk@halden.example>\nescreveu (03/05/2026 à(s) 10:15):",
        f"{WHO} schrieb am So., 3. Mai 2026, 10:15:",
        f"domingo, 3 de maio de 2026 às 10:15, {WHO} escreveu:",
        "domingo, 3 de maio de 2026 às 10:15, Halden Travel\n<desk@halden.example> escreveu:",
        f"Sonntag, 3. Mai 2026, 10:15 +0200 von {WHO}:",
    ],
)
@pytest.mark.parametrize(
    "above",
    [
        "Yes, please book it.\nDates are 12 to 26 June.\nWe are four now.",
        "Please book it.\n12.06.2026 10:15 from Porto",
        "Dates are 12.06.2026 to\n26.06.2026, four of us",
    ],
)
def test_sentences_right_above_a_mark_stay_the_customers(above: str, mark: str):
    found = split(f"{above}\n{mark}\n{OLD}")
    assert (found.own, found.quoted) == (above, f"{mark}\n{OLD}")


@pytest.mark.parametrize(
    "head",
    [
        "My husband Paul <paul@post.example> wrote down what we want:",
        "My husband Paul <paul@post.example> wrote:",
        "Mein Mann Paul <paul@post.example> schrieb auf, was wir wollen, ab 12.06.2026:",
        "We leave on 12.06.2026 at 10:15, and Paul <paul@post.example> wrote:",
        "The details came today at 10:15 from my wife <anna@post.example>:",
        "Our list of 3 May 2026, 10:15, from my wife <anna@post.example>:",
        "Heute um 10:15 kam das von meiner Frau <anna@post.example>:",
        "My husband wrote on the form:",
        "On the form my husband wrote:",
        "On page 2 of the form\nmy husband wrote:",
        "Am Sonntag schrieb mein Mann:",
        "Op het formulier schreef mijn man:",
        "Op het formulier heeft mijn man geschreven:",
        "Le soir mon mari a écrit :",
        "El lunes mi marido escribió:",
        "Em casa o meu marido escreveu:",
        "Den här listan skrev min man:",
    ],
)
def test_a_list_of_wishes_under_who_wrote_it_is_the_customers(head: str):
    text = f"Hello,\n\n{head}\n- two weeks in Crete\n- a pool\n\nAnna"
    found = split(text)
    assert (found.own, found.quoted) == (text, "")


@pytest.mark.parametrize("mark", ["On Sunday you wrote:", "Am Sonntag schrieb Meridian:", "El lunes escribió:"])
def test_an_undated_mark_above_marked_lines_is_one(mark: str):
    quoted = "\n".join(f"> {line}" for line in ("Dear Anna,", "two rooms are free,", "shall we", "book them?"))
    found = split(f"Yes please\n\n{mark}\n{quoted}")
    assert (found.own, found.quoted) == ("Yes please", f"{mark}\n{quoted}")


@pytest.mark.parametrize(
    "mark",
    [
        "On May 3, 2027, Meridian Travel wrote:",
        "On Mon, May 3, 2027 at 9 AM Meridian Travel wrote:",
        "On the 3rd of May 2027 Meridian\nwrote:",
        "El lun, 3 de mayo de 2027, Meridian escribió:",
        "Em 3 de maio de 2027, Meridian escreveu:",
        "On 2027. 5. 3. Meridian wrote:",
    ],
)
def test_a_mark_with_a_date_is_one_whatever_stands_below(mark: str):
    quoted = "Dear Anna,\n\ntwo rooms are free.\nShall we book them?\n\nMeridian"
    found = split(f"Yes please\n\n{mark}\n\n{quoted}")
    assert found.own == "Yes please"
    assert "two rooms are free" in found.quoted

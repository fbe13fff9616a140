"""The customer's new words are told from the mail they answer, as seven languages and many programs mark it."""

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
]
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

"""Where to and where from in the words of travel queries: lower case, no punctuation, small towns, codes of airports,
roofs over nearer places, what is known already or left out."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import places


@pytest.mark.parametrize(
    ("text", "fields", "wanted", "origin"),
    [
        ("show me flights from boston to denver on thursday morning", {}, ["Denver"], "Boston"),
        ("i want to fly from baltimore to dallas round trip", {}, ["Dallas"], "Baltimore"),
        ("what flights are there from pittsburgh to san francisco", {}, ["San Francisco"], "Pittsburgh"),
        ("list all flights from oakland to salt lake city leaving before noon", {}, ["Salt Lake City"], "Oakland"),
        ("show me the cheapest fare to atlanta from philadelphia one way", {}, ["Atlanta"], "Philadelphia"),
        ("i need a flight tomorrow from columbus to minneapolis", {}, ["Minneapolis"], "Columbus"),
        ("flights between st. louis and charlotte on friday", {}, ["Charlotte"], "St. Louis"),
        ("is there a nonstop from cleveland to memphis", {}, ["Memphis"], "Cleveland"),
        ("which airlines fly from toronto to san diego", {}, ["San Diego"], "Toronto"),
        ("book two seats from newark to tampa on july 4th", {}, ["Tampa"], "Newark"),
        ("orlando to kansas city flight next tuesday", {}, ["Kansas City"], "Orlando"),
        ("give me flights leaving nashville going to seattle", {}, ["Seattle"], "Nashville"),
        ("i'd like to travel from indianapolis to houston with a stop in st. louis", {}, ["Houston"], "Indianapolis"),
        ("fly JFK to LAX on march 3", {}, ["Los Angeles"], "New York"),
        ("any cheap flights out of milwaukee to phoenix this weekend", {}, ["Phoenix"], "Milwaukee"),
        ("I need a train from Norwich to Cambridge on Saturday for 3 people", {}, ["Cambridge"], "Norwich"),
        ("i need a train leaving from peterborough going to cambridge on tuesday", {}, ["Cambridge"], "Peterborough"),
        ("can you book a train to leicester departing from cambridge after 15:00", {}, ["Leicester"], "Cambridge"),
        ("i am looking for a train to london kings cross from cambridge please", {}, ["Kings Cross"], "Cambridge"),
        ("train from stansted airport to cambridge sunday for 2", {}, ["Cambridge"], "London Stansted"),
        ("a cheap hotel in the north of cambridge with free wifi for 4 nights from friday", {}, ["Cambridge"], None),
        ("looking for a guesthouse in cambridge, 3 stars, 2 nights starting monday, 5 people", {}, ["Cambridge"], None),
        ("hi i want a hotel in brighton near the sea next weekend", {}, ["Brighton"], None),
        ("need a room in worcester for one night on 4 may", {}, ["Worcester"], None),
        ("a weekend in Shrewsbury for two in April, nice hotel please", {}, ["Shrewsbury"], None),
        ("Coach trip from Huddersfield to Torquay for 30 people", {}, ["Torquay"], "Huddersfield"),
        ("We would like to fly to Malta from Bournemouth", {}, ["Malta"], "Bournemouth"),
        ("2 adults malaga 5-12 may luton", {"country": "GB"}, ["Málaga"], "London Luton"),
        ("tenerife, 2 weeks in october, 2 adults, cardiff airport", {"country": "GB"}, ["Tenerife"], "Cardiff"),
        ("rhodes or kos, half board, cork, 4 of us", {"country": "IE"}, ["Rhodes", "Kos"], "Cork"),
    ],
)
def test_where_to_and_where_from_in_short_queries(
    text: str, fields: dict[str, Any], wanted: list[str], origin: str | None
) -> None:
    assert places(text, **fields) == (wanted, origin)


@pytest.mark.parametrize(
    ("text", "fields", "wanted", "origin"),
    [
        ("Wir suchen ab Kempten eine Busreise nach Südtirol", {}, ["South Tyrol"], "Kempten"),
        ("Anreise mit dem Zug aus Göttingen nach Binz auf Rügen, 1 Woche", {}, ["Binz"], "Göttingen"),
        ("Flug ab Paderborn, Ziel Fuerteventura, am liebsten Jandia", {}, ["Jandia"], "Paderborn"),
        (
            "mit dem auto von gütersloh an die ostsee, timmendorfer strand oder grömitz",
            {},
            ["Timmendorfer Strand", "Grömitz"],
            "Gütersloh",
        ),
        ("wir fahren ab Winterthur in die Toskana, Lucca und Siena", {}, ["Lucca", "Siena"], "Winterthur"),
        ("départ d'Angers, nous voulons aller en Bretagne, du côté de Carnac", {}, ["Carnac"], "Angers"),
        ("nous partons de Mulhouse en voiture vers le lac de Garde", {}, ["Lake Garda"], "Mulhouse"),
        ("train depuis charleroi vers londres pour deux", {}, ["London"], "Charleroi"),
        ("vol nantes - marrakech, 5 nuits, 2 adultes", {}, ["Marrakesh"], "Nantes"),
        ("salimos de Logroño en coche hacia Cádiz, hotel en Conil", {}, ["Cádiz", "Conil"], "Logroño"),
        ("vuelo desde albacete? no, mejor desde alicante a roma en abril", {}, ["Rome"], "Alicante"),
        ("queremos ir a menorca desde santander, 7 noches", {}, ["Menorca"], "Santander"),
        ("partenza da Ferrara in pullman per Medjugorje, 40 persone", {}, ["Medjugorje"], "Ferrara"),
        ("da pescara a ibiza, volo e hotel, 4 ragazzi", {}, ["Ibiza"], "Pescara"),
        ("arriviamo in treno da Cuneo, tre notti a Sanremo", {}, ["Sanremo"], "Cuneo"),
        ("saindo de Uberlândia para Porto de Galinhas, 7 noites", {}, ["Porto de Galinhas"], "Uberlândia"),
        ("queria ir de aveiro a londres no natal, comboio até ao porto e avião", {}, ["London"], "Aveiro"),
        ("voo de Campinas para Lisboa em setembro, 2 adultos", {}, ["Lisbon"], "Campinas"),
        ("wij vliegen vanuit eindhoven naar kos, 8 dagen", {}, ["Kos"], "Eindhoven"),
        ("met de auto vanuit zwolle naar winterberg, lang weekend", {}, ["Winterberg"], "Zwolle"),
        ("vertrek uit Roeselare met de bus naar Disneyland Parijs", {}, ["Disneyland Paris"], "Roeselare"),
        ("Crete please, we already know Rhodes", {}, ["Crete"], None),
        ("Lieber Kreta als Rhodos, Mykonos kennen wir schon", {}, ["Crete"], None),
        ("preferimos Corfú a Zante", {}, ["Corfu"], None),
        ("Corsica is a yes, Sardinia is out", {}, ["Corsica"], None),
        ("please leave out Pisa, we want Siena and Lucca", {}, ["Siena", "Lucca"], None),
        ("nous préférons la Sicile à la Sardaigne", {}, ["Sicily"], None),
        ("la Croatie on connaît déjà, plutôt le Monténégro", {}, ["Montenegro"], None),
        ("Puglia, zona Ostuni, 7 notti a giugno", {}, ["Ostuni"], None),
        ("Costa Brava, ideally Cadaqués or Tossa de Mar", {}, ["Cadaqués", "Tossa de Mar"], None),
        ("Canary Islands, we were thinking of Lanzarote or Fuerteventura", {}, ["Lanzarote", "Fuerteventura"], None),
        ("Florida: Orlando first, then Key West", {}, ["Orlando", "Key West"], None),
        ("Athens and Crete in June", {}, ["Athens", "Crete"], None),
        ("A week in Madeira, hotel in Funchal", {}, ["Funchal"], None),
        ("fly Hamburg to Faro and on to Lagos in the Algarve", {}, ["Faro", "Lagos"], "Hamburg"),
        ("My sister went to Bali with you. We want Costa Rica.", {}, ["Costa Rica"], None),
        ("Greetings from Clara, we want to go to Crete with Victoria", {}, ["Crete"], None),
        ("Mail von Herrn Braun: wir wollen mit Frau Hagen nach Wien", {}, ["Vienna"], None),
        ("Antigua or Barbados in January, 2 adults", {}, ["Antigua", "Barbados"], None),
        ("Split oder Zadar, eine Woche im Juni", {}, ["Split", "Zadar"], None),
        ("escribo desde Mendoza, queremos viajar a Cuba saliendo de Ezeiza", {"country": "AR"}, ["Cuba"], "Ezeiza"),
        ("We're from Tamworth and would like Tenerife in May, flying from Birmingham", {}, ["Tenerife"], "Birmingham"),
        ("Rome for 3 nights and back to Leeds on Sunday, from Leeds Bradford", {}, ["Rome"], "Leeds"),
        ("Ich lese gern und mag gutes Essen, hätte gern Ruhe in den Bergen, irgendwo in Tirol", {}, ["Tyrol"], None),
        ("hoteles lindos en Salta, tarifa económica, salimos de Córdoba", {"country": "AR"}, ["Salta"], "Córdoba"),
        ("A reading week with good food and a bath, maybe somewhere in Wales", {}, ["Wales"], None),
    ],
)
def test_where_to_and_where_from_in_letters(
    text: str, fields: dict[str, Any], wanted: list[str], origin: str | None
) -> None:
    assert places(text, **fields) == (wanted, origin)

"""Nonsense in a path, a query or a field: a clear answer, what was typed is kept, and no feed breaks."""

import json
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from itertools import cycle, islice, product

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.events.filling_in import NEWCOMER, SOUP, form_of
from tests.make import Make
from tests.site import Site
from tests.web.nonsense import (
    FORM,
    NONSENSE,
    PARAMETER,
    ROLES,
    TEXTS,
    World,
    encoded,
    quoted,
    routes,
    world_on,
)
from weekplanner.accounts import middleware
from weekplanner.core.text_cleaning import clean, one_line
from weekplanner.events import models
from weekplanner.events.models import Activity, State
from weekplanner.finding import addresses
from weekplanner.mailer import render
from weekplanner.mailer.models import OutboxMessage

SHOWN = [path for path, methods in routes() if "GET" in methods]
NO_ROW = b"999999999"
"""The highest that gets through where a path has the number of a row; nonsense never does, for any page."""

NEW = "/mijn/activiteiten/nieuw"
QUERY_KEYS = (
    *addresses.KEYS,
    "terug",
    "deel",
    "taal",
    "q",
    "v",
    "status",
    "zoek",
    "volgorde",
    "overgenomen",
    "keer",
    "gedaan",
    "gast",
    "verstuurd",
    "wat",
    "soort",
    "van",
    "zonder",
    "kleur",
    "letter",
    "aantal",
    "url",
    "maxwidth",
    "maxheight",
    "keer",
    "plek",
    "via",
    "gedaan",
    "bestand",
    "nummer",
    "binnen",
    "lijst",
    "na",
)
FEED_KEYS = ("straal", "categorie", "doelgroep", "toegankelijk", "vorm", "taal")

TEXT_LENGTHS = {
    "title": models.TITLE_LENGTH,
    "summary": models.SUMMARY_LENGTH,
    "description": models.DESCRIPTION_LENGTH,
    "venue": models.NAME_LENGTH,
    "street": models.NAME_LENGTH,
    "house_number": models.HOUSE_NUMBER_LENGTH,
    "price_note": models.PRICE_NOTE_LENGTH,
    "directions": models.NOTE_LENGTH,
    "transport": models.NOTE_LENGTH,
    "host_name": models.NAME_LENGTH,
    "host_welcome": models.NOTE_LENGTH,
    "contact_name": models.NAME_LENGTH,
}
"""The fields in which any text may stand."""

LINES = TEXT_LENGTHS.keys() - {"description", "directions", "transport", "host_welcome"}

REASON = {"use": ["return"], "title": ["Lift"], "text": ["Is er een lift?"]}
WHOLE = {
    **SOUP,
    "online_url": ["https://voorbeeld.nl/meedoen"],
    "dial_in_phone": ["030 000 12 34"],
    "price_note": ["Met de stadspas gratis."],
    "accessibility-rolstoeltoegankelijk": ["yes"],
    "directions": ["Bus 8."],
    "transport": ["Jan rijdt."],
    "transport_phone": ["030 000 12 34"],
    "host_name": ["Fatma"],
    "host_welcome": ["Zij wacht u op."],
    "join_url": ["https://voorbeeld.nl"],
    "contact_phone": ["030 000 12 34"],
    "contact_email": ["fatma@example.org"],
    "partners": ["Bibliotheek Neude"],
    "pin_latitude": ["52.093"],
    "pin_longitude": ["5.119"],
    "example_slug": [""],
    "version": ["1"],
    "request_key": ["key"],
    "many_days": ["2027-10-05"],
    "many_starts": ["10.00"],
    "many_ends": ["11.00"],
    "many_capacity": ["3"],
    "occurrences-0-id": [""],
    "occurrences-0-capacity": ["24"],
    "occurrences-0-ends_next_day": [""],
}
"""Every field of the form of an activity."""

ENTRANCE = "/team/congres/{slug}/inchecken"
COLLEAGUES = "/mijn/organisatie/collegas"
THEIRS = "/team/organisaties/{organisation_id}/collegas"
STEP = {"version": ["1"], "apology": ["Stuk."], "reason": ["Waar?"], "trust": ["y"]}
DOOR = {
    "recipient": ["Fatma"],
    "recipient_organisation": ["De Linde"],
    "postcode": ["3512 AE"],
    "house_number": ["11"],
    "street": ["Neude"],
    "place": ["Utrecht"],
    "phone": ["030 000 12 34"],
    "carrier_note": ["Bel aan."],
    "email": ["fatma@example.org"],
    "is_right": ["y"],
}
WHY = {"version": ["1"], "reason": ["Dubbel besteld."]}
PIN = {"version": ["1"], "latitude": ["52,093"], "longitude": ["5,119"], "move": ["noord"], "middle": ["1"]}
ORGANISATION = {
    "version": ["1"],
    "name": ["Buurthuis De Linde"],
    "kind": ["welzijnsorganisatie"],
    "municipality": ["Utrecht"],
    "website": ["https://voorbeeld.nl"],
    "phone": ["030 000 12 34"],
    "about": ["Wij zijn er."],
}
PARTY = {
    "audience": ["wethouder"],
    "wish": ["Ik vertel graag."],
    "name": ["Riet"],
    "email": ["riet@example.org"],
    "organisation": ["De Linde"],
    "role": ["Trekker"],
    "municipality": ["Utrecht"],
    "others-0": ["Kees"],
    "rounds-first_1": ["1"],
    "rounds-second_1": ["2"],
    "diets": ["halal"],
    "access": ["rolstoel"],
    "remark": ["Bij de deur."],
    "companion": ["Ali"],
    "consent": ["y"],
    "code": ["ABCDE-FGHJK"],
}
GUEST = {
    "proof": ["x"],
    "occurrence": ["1"],
    "helper_name": ["Noor"],
    "helper_email": ["noor@example.org"],
    "consent": ["y"],
    "name": ["Riet"],
    "phone": ["030 000 55 55"],
    "email": ["riet@example.org"],
    "people": ["2"],
    "wants_transport": ["y"],
    "remark": ["Geen vlees."],
    "website": [""],
}
APPOINTED = {"email": ["noor@example.org"], "name": ["Noor"], "role": ["congress"]}
PAGE = {
    "version": ["0"],
    "introduction": ["Samen **eten**."],
    "partners-0-name": ["De Linde"],
    "partners-0-website": ["linde.example"],
    "up": ["1"],
    "remove": ["0"],
    "add": ["1"],
    "preview": ["1"],
    "save": ["1"],
}
KIT = {
    "version": ["1"],
    "name": ["Straatpakket"],
    "explanation": ["Voor buiten."],
    "kind": ["doos"],
    "contents": ["1 vlaggenlijn"],
    "max_per_activity": ["1"],
    "max_per_organisation": ["10"],
    "weight_g": ["1450"],
    "low_stock_at": ["20"],
    "is_visible": ["y"],
}
DESK = "/team/pakketten"
STOCK = f"{DESK}/voorraad"
BOOKED = {"request_key": ["key"], "quantity": ["3"], "reason": ["Geteld."]}
CONGRESS = "/team/congres/{slug}"
WORKSHOPS = f"{CONGRESS}/programma/workshops"
MEETING = {
    "version": ["1"],
    "kind": ["webinar"],
    "title": ["Samen aan tafel"],
    "summary": ["Een dag."],
    "description": ["Met **ontbijt**."],
    "audiences": ["wethouder"],
    "starts_on": ["2027-10-01"],
    "starts_at": ["9.30"],
    "ends_at": ["16.00"],
    "opens_on": ["2027-06-01"],
    "opens_at": ["9.00"],
    "closes_on": ["2027-09-30"],
    "closes_at": ["17.00"],
    "venue": ["Jaarbeurs"],
    "street": ["Jaarbeursplein"],
    "house_number": ["6"],
    "postcode": ["3521 AL"],
    "place": ["Utrecht"],
    "is_right": ["y"],
    "travel": ["Vijf minuten lopen."],
    "online_url": ["https://voorbeeld.nl"],
    "seats": ["750"],
}
PART = {
    "title": ["Ronde 1"],
    "kind": ["round"],
    "starts_at": ["11.00"],
    "ends_at": ["12.00"],
    "text": ["Kiezen."],
    "speakers": ["Noor"],
}
WORKSHOP = {
    "title": ["Kunst erbij"],
    "text": ["Zingen."],
    "speakers": ["Noor"],
    "room": ["Zaal 4"],
    "capacity": ["20"],
}
PARTY = {
    "request_key": ["key"],
    "version": ["1"],
    "audience": ["wethouder"],
    "name": ["Noor Bakker"],
    "email": ["noor@example.org"],
    "organisation": ["De Linde"],
    "role": ["Wethouder"],
    "municipality": ["Utrecht"],
    "others-0": ["Jan Bos"],
    "companion": ["Els"],
    "rounds-first_1": ["1"],
    "rounds-second_1": [""],
    "diets": ["halal"],
    "access": ["rolstoel"],
    "remark": ["Graag vooraan."],
    "consent": ["y"],
}
GUESTS = "/mijn/activiteiten/{id}/gasten"
GUEST = {
    "name": ["Riet de Boer"],
    "phone": ["030 000 22 33"],
    "email": ["riet@example.org"],
    "people": ["2"],
    "wants_transport": ["y"],
    "remark": ["Komt met een rolstoel."],
}
FORMS = {
    "first activity": ("nobody", NEW, "draft", {**WHOLE, **NEWCOMER}),
    "new activity": ("organiser", NEW, "draft", WHOLE),
    "for others": ("coordinator", NEW, "draft", {**WHOLE, **NEWCOMER}),
    "a draft": ("organiser", "/mijn/activiteiten/{id}/wijzigen", "draft", WHOLE),
    "a published one": ("organiser", "/mijn/activiteiten/{id}/wijzigen", "published", WHOLE),
    "a correction": ("moderator", "/team/activiteiten/{id}/aanpassen", "submitted", WHOLE),
    "a preview": ("organiser", "/mijn/activiteiten/{id}/voorbeeld", "published", WHOLE),
    "a first preview": ("nobody", "/mijn/activiteiten/voorbeeld", "draft", {**WHOLE, **NEWCOMER}),
    "submitting": ("organiser", "/mijn/activiteiten/{id}/versturen", "draft", STEP),
    "cancelling": ("organiser", "/mijn/activiteiten/{id}/afgelasten", "published", STEP),
    "cancelling a moment": (
        "organiser",
        "/mijn/activiteiten/{id}/momenten/{occurrence_id}/afgelasten",
        "published",
        STEP,
    ),
    "deleting": ("organiser", "/mijn/activiteiten/{id}/verwijderen", "draft", STEP),
    "a picture": (
        "organiser",
        "/mijn/activiteiten/{id}/foto",
        "draft",
        {"version": ["1"], "picture": ["foto.jpg"], "alt": ["Soep op tafel."], "save": ["1"]},
    ),
    "copying": ("organiser", "/mijn/activiteiten/{id}/kopie", "published", {**STEP, "request_key": ["key"]}),
    "copying a year": ("organiser", "/mijn/vorig-jaar/overnemen", "draft", STEP),
    "confirming": ("organiser", "/mijn/activiteiten/{id}/klopt-dit-nog", "published", STEP),
    "a guest": (
        "organiser",
        f"{GUESTS}/nieuw",
        "published",
        {**GUEST, "request_key": ["key"], "occurrence": ["1"]},
    ),
    "another guest": (
        "organiser",
        f"{GUESTS}/{{guest_id}}/wijzigen",
        "published",
        {**GUEST, "version": ["1"]},
    ),
    "no guest": (
        "organiser",
        f"{GUESTS}/{{guest_id}}/afmelden",
        "published",
        {"version": ["1"], "must_call": ["y"]},
    ),
    "a call": ("organiser", f"{GUESTS}/{{guest_id}}/gebeld", "published", {"about": ["changed"]}),
    "writing to guests": (
        "organiser",
        f"{GUESTS}/bericht",
        "published",
        {"request_key": ["key"], "to": ["alle"], "to_waiting": ["y"], "text": ["Tot morgen."], "send": ["1"]},
    ),
    "a pin": ("organiser", "/mijn/activiteiten/{id}/kaart", "published", PIN),
    "a pin for others": ("moderator", "/team/activiteiten/{id}/kaart", "submitted", PIN),
    "publishing": ("moderator", "/team/activiteiten/{id}/plaatsen", "submitted", STEP),
    "accepting": ("moderator", "/team/activiteiten/{id}/gezien", "published", STEP),
    "asking": ("coordinator", "/team/activiteiten/{id}/vraag", "submitted", STEP),
    "refusing": ("coordinator", "/team/activiteiten/{id}/afwijzen", "submitted", STEP),
    "an organisation": ("organiser", "/mijn/organisatie/wijzigen", "draft", ORGANISATION),
    "one more organisation": ("organiser", "/mijn/organisatie/nieuw", "draft", ORGANISATION),
    "inviting": ("organiser", COLLEAGUES, "draft", {"email": ["fatma@example.org"]}),
    "inviting again": ("organiser", f"{COLLEAGUES}/uitnodigingen/{{invitation_id}}/opnieuw", "draft", STEP),
    "not inviting": ("organiser", f"{COLLEAGUES}/uitnodigingen/{{invitation_id}}/intrekken", "draft", STEP),
    "saying yes": ("organiser", f"{COLLEAGUES}/verzoeken/{{request_id}}/aannemen", "draft", STEP),
    "saying no": ("organiser", f"{COLLEAGUES}/verzoeken/{{request_id}}/afwijzen", "draft", STEP),
    "taking away": ("organiser", f"{COLLEAGUES}/{{membership_id}}/weghalen", "draft", STEP),
    "inviting for others": ("moderator", THEIRS, "draft", {"email": ["fatma@example.org"]}),
    "inviting again for others": (
        "moderator",
        f"{THEIRS}/uitnodigingen/{{invitation_id}}/opnieuw",
        "draft",
        STEP,
    ),
    "not inviting for others": (
        "moderator",
        f"{THEIRS}/uitnodigingen/{{invitation_id}}/intrekken",
        "draft",
        STEP,
    ),
    "saying yes for others": ("moderator", f"{THEIRS}/verzoeken/{{request_id}}/aannemen", "draft", STEP),
    "saying no for others": ("moderator", f"{THEIRS}/verzoeken/{{request_id}}/afwijzen", "draft", STEP),
    "taking away for others": ("moderator", f"{THEIRS}/{{membership_id}}/weghalen", "draft", STEP),
    "leaving": ("stranger", "/mijn/organisatie/verlaten", "draft", STEP),
    "asking to join": (
        "stranger",
        "/mijn/organisatie/aansluiten/{organisation_id}",
        "draft",
        {"note": ["Mag ik erbij?"]},
    ),
    "asking without an account": (
        "nobody",
        "/mijn/organisatie/aansluiten/{organisation_id}",
        "draft",
        {"name": ["Noor"], "email": ["noor@example.org"]},
    ),
    "a place": ("nobody", "/activiteiten/{slug}-{id}/aanmelden", "published", GUEST),
    "a place in English": ("nobody", "/en/activiteiten/{slug}-{id}/aanmelden", "published", GUEST),
    "a place where there is none": ("nobody", "/activiteiten/{slug}-{id}/aanmelden", "cancelled", GUEST),
    "a seat": ("nobody", "/congres/{slug}/aanmelden", "published", PARTY),
    "a seat in English": ("nobody", "/en/congres/{slug}/aanmelden", "published", PARTY),
    "a ticket": ("nobody", "/p/{token}", "published", {**PARTY, "version": ["1"]}),
    "a workshop": ("nobody", "/p/{token}", "published", {"accept_workshop": ["1"]}),
    "a code": ("nobody", "/p/{token}", "published", {"use_code": ["1"], "code": ["ABCDE-FGHJK"]}),
    "a personal link": ("nobody", "/p/{token}", "draft", {"name": ["Noor"]}),
    "a personal link in English": ("nobody", "/en/p/{token}", "draft", {"name": ["Noor"]}),
    "own details": (
        "organiser",
        "/mijn/gegevens/wijzigen",
        "draft",
        {"name": ["Jan"], "phone": ["030 000 12 34"]},
    ),
    "another address": ("organiser", "/mijn/gegevens/e-mailadres", "draft", {"email": ["jan@example.org"]}),
    "an own calendar": ("organiser", "/mijn/agenda", "draft", {"open": ["1"]}),
    "many": (
        "moderator",
        "/team/activiteiten/tegelijk",
        "draft",
        {"chosen": ["1:1"], "return": ["1"], "ready": ["1"], "reason": ["Welke zaal?"]},
    ),
    "a reason": ("admin", "/team/redenen/nieuw", "draft", REASON),
    "another reason": ("admin", "/team/redenen/{id}", "draft", {**STEP, **REASON}),
    "no reason": ("admin", "/team/redenen/{id}/verwijderen", "draft", STEP),
    "trust": (
        "moderator",
        "/team/organisaties/{id}/vertrouwen",
        "draft",
        {"wanted": ["1"], "reason": ["Goed bekend."]},
    ),
    "a role": ("admin", "/team/rollen/nieuw", "draft", APPOINTED),
    "no role": ("admin", "/team/rollen/{grant_id}/weghalen", "draft", STEP),
    "a catalogue": ("admin", f"{STOCK}/begin", "draft", STEP),
    "a kit": ("admin", f"{STOCK}/nieuw", "draft", KIT),
    "another kit": ("admin", f"{STOCK}/{{id}}/wijzigen", "draft", KIT),
    "a place of a kit": ("admin", f"{STOCK}/{{id}}/plek", "draft", {"naar": ["omhoog"]}),
    "a picture of a kit": (
        "admin",
        f"{STOCK}/{{id}}/foto",
        "draft",
        {"version": ["1"], "picture": ["foto.jpg"], "alt": ["Een doos."], "save": ["1"]},
    ),
    "a file of a kit": ("admin", f"{STOCK}/{{id}}/bestand", "draft", {"version": ["1"], "file": ["x.zip"]}),
    "days of kits": (
        "admin",
        f"{STOCK}/dagen",
        "draft",
        {"kit_order_until_on": ["2027-09-17"], "kit_last_sent_on": ["2027-09-24"]},
    ),
    "stock": ("admin", f"{STOCK}/{{id}}/binnengekomen", "draft", BOOKED),
    "other stock": ("admin", f"{STOCK}/{{id}}/corrigeren", "draft", BOOKED),
    "a recall": ("admin", f"{STOCK}/{{id}}/terughalen", "draft", {"reason": ["Te warm."]}),
    "a page": ("coordinator", "/team/gemeenten/{slug}/wijzigen", "draft", PAGE),
    "a coordinator": ("admin", "/team/gemeenten/{slug}/coordinatoren/nieuw", "draft", APPOINTED),
    "no coordinator": (
        "admin",
        "/team/gemeenten/{slug}/coordinatoren/{task_id}/weghalen",
        "draft",
        STEP,
    ),
    "whose mail": ("admin", "/team/mails/logboek/adres", "draft", {"email": ["jan@example.org"]}),
    "mail again": ("admin", "/team/mails/logboek/opnieuw", "draft", {"chosen": ["1"], "all": ["1"]}),
    "mail now": ("admin", "/team/mails/logboek/meteen", "draft", {"chosen": ["1"]}),
    "printing": (
        "admin",
        "/team/pakketten/partijen/{id}/printen",
        "draft",
        {"request_key": ["key"], "paper": ["labels"], "layout": ["2x4"], "first_position": ["3"]},
    ),
    "printing again": ("admin", "/team/pakketten/printen/{id}/opnieuw", "draft", STEP),
    "own kits": (
        "organiser",
        "/mijn/pakketten",
        "draft",
        {"request_key": ["key"], "activity": ["1"], "kits-kit_1": ["1"], "wish": ["Veel gasten."], **DOOR},
    ),
    "other own kits": (
        "organiser",
        "/mijn/pakketten/{id}/wijzigen",
        "draft",
        {"version": ["1"], "kits-kit_1": ["2"], "wish": ["Veel gasten."], **DOOR},
    ),
    "no own kits": ("organiser", "/mijn/pakketten/{id}/annuleren", "draft", STEP),
    "orders of kits": ("admin", f"{DESK}/tegelijk?q=soep", "draft", {"chosen": ["1"], "batch": ["1"]}),
    "an order of kits": ("admin", f"{DESK}/{{id}}/goedkeuren", "draft", STEP),
    "no order of kits": ("admin", f"{DESK}/{{id}}/annuleren", "draft", WHY),
    "kits for somebody": (
        "admin",
        f"{DESK}/nieuw",
        "draft",
        {"organisation": ["soep"], "organisation_id": ["1"], "reason": ["Voor de gemeente."], **DOOR},
    ),
    "kits elsewhere": ("admin", f"{DESK}/{{id}}/adres", "draft", DOOR),
    "other kits": (
        "admin",
        f"{DESK}/{{id}}/wijzigen",
        "draft",
        {"version": ["1"], "kits-kit_1": ["2"], "email": ["fatma@example.org"]},
    ),
    "a wish for kits": ("admin", f"{DESK}/regels/{{id}}/toekennen", "draft", STEP),
    "no wish for kits": ("admin", f"{DESK}/regels/{{id}}/afwijzen", "draft", WHY),
    "kits first": ("admin", f"{DESK}/regels/{{id}}/voor", "draft", WHY),
    "a batch of parcels": (
        "admin",
        f"{DESK}/partijen/{{id}}/stap",
        "draft",
        {"chosen": ["1"], "ship": ["all"]},
    ),
    "a parcel": ("admin", f"{DESK}/dozen/{{id}}/stap", "draft", {"version": ["1"], "ship": ["1"]}),
    "a code of a carrier": (
        "admin",
        f"{DESK}/dozen/{{id}}/code",
        "draft",
        {"carrier": ["dhl"], "code": ["JVGL06123456"]},
    ),
    "a parcel back": (
        "admin",
        f"{DESK}/dozen/{{id}}/retour",
        "draft",
        {"condition": ["whole"], "reason": ["Niet thuis."]},
    ),
    "a parcel again": ("admin", f"{DESK}/dozen/{{id}}/opnieuw", "draft", {**WHY, "line_1": ["1"]}),
    "half a parcel": ("admin", f"{DESK}/dozen/{{id}}/splitsen", "draft", {"version": ["1"], "line_1": ["1"]}),
    "two parcels": ("admin", f"{DESK}/dozen/{{id}}/samen", "draft", {"code": ["2-C"]}),
    "packing": ("admin", f"{DESK}/inpakken", "draft", {"code": ["1-B"]}),
    "a packed parcel": ("admin", f"{DESK}/inpakken/{{id}}", "draft", STEP),
    "a file of a carrier": (
        "admin",
        f"{DESK}/bezorger",
        "draft",
        {"carrier": ["dhl"], "file": ["codes.csv"]},
    ),
    "parcels with a code": ("admin", f"{DESK}/bezorger/onderweg", "draft", {"carrier": ["dhl"]}),
    "a ticket at a door": (
        "admin",
        ENTRANCE,
        "draft",
        {"shown": ["4F7K-92"], "attendee": ["1"], "request_key": ["key"]},
    ),
    "walking in": (
        "admin",
        f"{ENTRANCE}/zonder-aanmelding",
        "draft",
        {"name": ["Piet"], "organisation": ["De Linde"], "request_key": ["key"]},
    ),
    "a code of a door": ("nobody", f"{ENTRANCE}/aanmelden", "draft", {"code": ["4F7K-92QP"]}),
    "no door": ("nobody", f"{ENTRANCE}/afmelden", "draft", STEP),
    "entrances": ("admin", f"{ENTRANCE}/binnen.json", "draft", {"entrances": ["1"]}),
    "congresses": ("admin", "/team/congres/nieuw/begin?jaar=2027", "draft", STEP),
    "a congress": ("admin", "/team/congres/nieuw", "draft", MEETING),
    "another congress": ("admin", f"{CONGRESS}/wijzigen", "draft", MEETING),
    "a congress on the site": ("admin", f"{CONGRESS}/plaatsen", "draft", STEP),
    "no draft of a congress": ("admin", f"{CONGRESS}/verwijderen", "draft", STEP),
    "seats": ("admin", f"{CONGRESS}/stoelen", "draft", {"seats": ["750"]}),
    "a part": ("admin", f"{CONGRESS}/programma/nieuw", "draft", PART),
    "another part": ("admin", f"{CONGRESS}/programma/{{part_id}}/wijzigen", "draft", PART),
    "no part": ("admin", f"{CONGRESS}/programma/{{part_id}}/weghalen", "draft", STEP),
    "a new workshop": ("admin", f"{CONGRESS}/programma/{{part_id}}/workshops/nieuw", "draft", WORKSHOP),
    "another workshop": (
        "admin",
        f"{CONGRESS}/programma/workshops/{{workshop_id}}/wijzigen",
        "draft",
        WORKSHOP,
    ),
    "no workshop": ("admin", f"{CONGRESS}/programma/workshops/{{workshop_id}}/weghalen", "draft", STEP),
    "requests": (
        "admin",
        f"{CONGRESS}/deelnemers/tegelijk?stand=requested",
        "draft",
        {"chosen": ["1"], "reason": ["Vol."], "let_in": ["1"]},
    ),
    "attendees as a file": ("admin", f"{CONGRESS}/deelnemers/bestand", "draft", {"xlsx": ["1"]}),
    "badges and lists": ("admin", f"{CONGRESS}/papier", "draft", {"sheets": ["badges-1"]}),
    "needs as a file": ("admin", f"{CONGRESS}/behoeften/bestand", "draft", {"names": ["1"]}),
    "a party": ("admin", f"{CONGRESS}/deelnemers/nieuw", "draft", PARTY),
    "another party": ("admin", f"{CONGRESS}/deelnemers/{{party_id}}/wijzigen", "draft", PARTY),
    "a party let in": ("admin", f"{CONGRESS}/deelnemers/{{party_id}}/toelaten", "draft", STEP),
    "a party refused": ("admin", f"{CONGRESS}/deelnemers/{{party_id}}/weigeren", "draft", WHY),
    "new tickets": ("admin", f"{CONGRESS}/deelnemers/{{party_id}}/nieuw-bewijs", "draft", STEP),
    "no party": ("admin", f"{CONGRESS}/deelnemers/{{party_id}}/afmelden", "draft", WHY),
    "codes": (
        "admin",
        f"{CONGRESS}/codes",
        "draft",
        {"names": ["Spreker"], "seats": ["2"], "valid_until": ["2027-09-20"], "valid_until_at": ["12.00"]},
    ),
    "no code": ("admin", f"{CONGRESS}/codes/{{code_id}}/stoppen", "draft", STEP),
    "a door": ("admin", f"{CONGRESS}/deuren", "draft", {"name": ["Hoofdingang"]}),
    "a door that is shut": ("admin", f"{CONGRESS}/deuren/{{device_id}}/sluiten", "draft", STEP),
    "writing to attendees": (
        "admin",
        f"{CONGRESS}/bericht",
        "draft",
        {
            "request_key": ["key"],
            "readers": ["confirmed"],
            "subject": ["Morgen"],
            "text": ["Tot morgen."],
            "send": ["1"],
        },
    ),
    "no congress": ("admin", f"{CONGRESS}/afgelasten", "draft", STEP),
    "a choice": ("organiser", "/inloggen/kies?terug=/mijn", "draft", {"organisation": ["1"]}),
    "signing in": ("nobody", "/inloggen", "draft", {"email": ["jan@example.org"]}),
    "a link": ("nobody", "/inloggen/{token}", "draft", {"again": ["1"]}),
    "signing out": ("stranger", "/uitloggen", "draft", {"everywhere": ["1"]}),
}


def test_every_page_that_takes_a_form_is_given_nonsense():
    posted = {path for path, methods in routes() if "POST" in methods}
    known = {PARAMETER.sub("*", path.partition("?")[0]) for _, path, _, _ in FORMS.values()}
    assert known == {PARAMETER.sub("*", path) for path in posted}


async def test_nonsense_in_a_path_is_no_page_of_this_site(world: World):
    problems = []
    others, in_turn = cycle(ROLES), cycle(NONSENSE.items())
    asked = [
        (path, match, method)
        for path, methods in routes()
        for match in PARAMETER.finditer(path)
        for method in sorted(methods & {"GET", "POST"})
    ]
    for path, match, method in asked:
        is_row = match[0].endswith(":row}")
        for what, value in [("no row", NO_ROW), next(in_turn)] if is_row else NONSENSE.items():
            target = world.path(path, **{match[1]: value})
            for role in {*who_come_in(path), next(others) if middleware.is_personal(path) else "nobody"}:
                answer = await world.ask(role, method, target, headers=[FORM], body=b"version=1")
                problems += [(path, match[1], what, role, method, each) for each in answer.problems]
    assert problems == []


def who_come_in(path: str) -> tuple[str, ...]:
    """Who of all people together pass the doors of pages like this one."""
    roles = {"/mijn": ("organiser",), "/team": ("moderator", "admin")}
    return next((roles[start] for start in roles if path.startswith(start)), ("nobody",))


def keys_of(path: str) -> tuple[str, ...]:
    """The keys that the page reads."""
    if path.startswith("/feeds/"):
        return FEED_KEYS if path.endswith(".ics") else ()  # every format reads them in the same way
    if path.endswith("/lijst.json"):
        return ("lijst", "na")
    if path.endswith("/deelnemers"):
        return ("stand", "doelgroep", "workshop", "wacht", "deur", "behoefte", "q", "pagina", "toegelaten")
    if "/gasten" in path:
        return ("keer", "pagina", "gedaan", "gast", "verstuurd")
    return {"/team/activiteiten": ("deel", "gemeente", "pagina"), "/inloggen": ("terug",)}.get(
        path, addresses.KEYS if path in {"/agenda", "/abonneren", "/abonneren/qr.svg"} else ()
    )


FIRST_READERS = {keys_of(path): path for path in reversed(SHOWN) if keys_of(path)}
"""Of the pages that read the same keys: one is given each key with each value, the others take turns."""


async def test_nonsense_in_a_query_is_told_or_left_alone(world: World):
    problems = []
    roles, turns = cycle(ROLES[:-1]), dict[tuple[str, ...], Iterator[str]]()
    for path, (what, value) in product(SHOWN, NONSENSE.items()):
        together = b"&".join(quoted(key) + b"=" + quoted(value) for key in QUERY_KEYS)
        keys = keys_of(path)
        turn = turns.setdefault(keys, cycle(keys))
        is_read_first = FIRST_READERS.get(keys) == path
        alone = [quoted(key) + b"=" + quoted(value) for key in (keys if is_read_first else islice(turn, 1))]
        repeated = [b"&".join([b"categorie=" + quoted(value)] * 60)] if is_read_first else []
        for query in (together + b"&" + quoted(value) + b"=1&=&;", *alone, *repeated):
            role = next(roles) if middleware.is_personal(path) else "nobody"
            answer = await world.ask(role, "GET", world.path(path) + b"?" + query)
            problems += [(path, what, role, query[:40], each) for each in answer.problems]
    assert problems == []


@pytest.mark.parametrize("form", FORMS)
async def test_nonsense_in_fields_is_told_at_the_field(site: Site, make: Make, form: str):
    role, path, state, fields = FORMS[form]
    states = dict.fromkeys((state, "published"))
    world = await world_on(site.app, make, [*states], has_kits="/pakketten" in path)
    target = world.path(path, state=state).decode()
    buttons, kinds = cycle(("save", "submit", "add", "days")), cycle(NONSENSE.items())
    problems = []
    for (what, value), button in zip(NONSENSE.items(), buttons, strict=False):
        answer = await world.post(role, target, {**{name: [value] for name in fields}, button: ["1"]})
        problems += [(what, button, each) for each in answer.problems]
    for _ in range(list(FORMS).index(form)):  # so that over all forms each field meets another one
        next(kinds)
    for name, (what, value) in zip(fields, kinds, strict=False):
        answer = await world.post(role, target, {**fields, name: [value], "submit": ["1"]})
        problems += [(what, name, each) for each in answer.problems]
    assert problems == []


async def test_nonsense_in_the_names_of_fields_is_left_alone(desk: World):
    names = [
        *NONSENSE.values(),
        b"occurrences-" + b"9" * 90 + b"-day",
        b"occurrences--1-day",
        "occurrences-²-day".encode(),
        b"occurrences-0-day-0",
        b"occurrences",
        b"accessibility-",
        b"__class__",
        b"remove",
    ]
    problems = []
    for name in names:
        body = encoded(SOUP) + b"&add=1&" + quoted(name) + b"=1"
        answer = await desk.ask("organiser", "POST", NEW, headers=[FORM], body=body)
        problems += [(name[:40], each) for each in answer.problems]
        assert answer.status == 200
    assert problems == []


@pytest.mark.parametrize("name", [*TEXT_LENGTHS, "postcode", "price", "contact_phone", "contact_email"])
async def test_what_was_typed_too_long_is_kept_and_said(desk: World, name: str):
    typed = "Wat een lang verhaal! " * 500
    answer = await desk.post("organiser", NEW, {**SOUP, name: [typed], "save": ["1"]})
    assert answer.status == 422
    assert form_of(answer.text)[name] == [typed.strip()]
    assert re.search(rf'href="#{name}"', answer.text)
    others = {key: values for key, values in SOUP.items() if key != name}
    assert {key: form_of(answer.text).get(key) for key in others} == others


@pytest.mark.parametrize("missing", [*SOUP])
async def test_a_field_that_is_not_posted_at_all_is_asked_for(desk: World, missing: str):
    fields = {name: values for name, values in SOUP.items() if name != missing}
    answer = await desk.post("organiser", NEW, {**fields, "submit": ["1"], "request_key": [missing]})
    assert answer.status in {303, 422}
    assert answer.problems == []


@pytest.mark.parametrize("name", [*SOUP])
async def test_a_field_that_is_posted_a_thousand_times_counts_once(desk: World, name: str):
    answer = await desk.post("organiser", NEW, {**SOUP, name: SOUP[name] * 900, "submit": ["1"]})
    assert answer.status == 303, answer.text
    made = await Activity.all().order_by("-id").first()
    assert made is not None
    assert made.state is State.PUBLISHED
    assert (made.audiences, made.join_ways, made.languages) == (["iedereen"], ["binnenlopen"], ["nl"])


def fitting(text: str) -> dict[str, list[str]]:
    """Every field that holds a text, with as much of this one as fits after something readable."""
    return {name: [f"Soep {text}"[:length]] for name, length in TEXT_LENGTHS.items()}


@pytest.mark.parametrize("what", TEXTS)
async def test_whatever_stands_in_its_texts_an_activity_breaks_no_feed_page_or_message(
    desk: World, site, what: str
):
    fields = {**WHOLE, **fitting(TEXTS[what]), "submit": ["1"]}
    answer = await desk.post("organiser", NEW, fields)
    assert answer.status == 303, answer.text
    made = await Activity.all().order_by("-id").first()
    assert made is not None
    assert made.state is State.PUBLISHED
    assert made.title == one_line(clean(fields["title"][0]))

    selections = ("land", "postcode/3512", "gemeente/utrecht", f"activiteit/{made.id}")
    for selection in (*selections, "organisatie/buurthuis-de-linde"):
        feed = (await site.feed_response(selection)).content
        titles = {str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(feed).events}
        assert made.title in titles
        read = vobject.readOne(feed.decode())
        assert made.title in {event.summary.value for event in read.vevent_list}
        assert not re.search(rb"[^\r]\n|\r[^\n]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", feed)

    pages = (f"/activiteiten/{made.slug}-{made.id}", "/agenda?postcode=3512", "/agenda", "/")
    own = (f"/mijn/activiteiten/{made.id}", f"/mijn/activiteiten/{made.id}/wijzigen", "/mijn")
    for role, targets in (("nobody", pages), ("organiser", own)):
        for target in targets:
            answer = await desk.ask(role, "GET", target)
            assert (answer.status, answer.problems) == (200, []), target
    page = await desk.ask("nobody", "GET", pages[0])
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    assert data
    assert json.loads(data[1])["name"] == made.title
    assert form_of((await desk.ask("organiser", "GET", own[1])).text)["title"] == [made.title]

    row = await OutboxMessage.filter(to_address="fatma@example.org").order_by("-id").first()
    assert row is not None
    letter = await render.letter(row)
    assert letter is not None
    message = message_from_bytes(letter.content, policy=policy.default)
    assert made.title in message["Subject"].replace("\n", "")
    assert message["X-Nasty"] is None
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


TYPED = st.text(st.characters(), max_size=60)
"""With surrogates: they are posted as bytes that are not UTF-8."""


@settings(max_examples=20)
@given(st.fixed_dictionaries(dict.fromkeys(TEXT_LENGTHS, TYPED)))
async def test_any_text_comes_back_in_the_feed_as_it_was_cleaned(desk: World, site, values: dict[str, str]):
    typed = {name: [f"Soep{value}".encode("utf-8", "surrogatepass")] for name, value in values.items()}
    answer = await desk.post(
        "organiser", NEW, {**SOUP, **typed, "submit": ["1"], "request_key": [repr(values)]}
    )
    if answer.status == 422:  # its normal form is longer than it was
        return
    made = await Activity.get(id=int(answer.header("location").rpartition("/")[2]))
    assert made.title == one_line(clean(typed["title"][0].decode("utf-8", "replace")))
    (event,) = await site.feed(f"activiteit/{made.id}")
    assert str(event["SUMMARY"]) == made.title

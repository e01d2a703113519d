from datetime import UTC, datetime

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

WRITTEN_AT = datetime(2026, 11, 22, tzinfo=UTC)

REASONS = (
    (
        "return",
        "Telefoonnummer ontbreekt",
        (
            "Dank u wel voor uw aanmelding. Er staat nog geen telefoonnummer bij. Veel gasten bellen liever dan "
            "dat zij mailen. Kunt u een nummer invullen waarop zij u of een collega kunnen bereiken?"
        ),
    ),
    (
        "return",
        "Toegankelijkheid",
        (
            "Dank u wel voor uw aanmelding. Kunt u nog invullen of de plek toegankelijk is? Denk aan een rolstoel, "
            "een toilet op de begane grond en een ringleiding. Weet u het niet zeker? Laat het dan gerust open."
        ),
    ),
    (
        "return",
        "Wat gaat u doen?",
        (
            "Dank u wel voor uw aanmelding. Wij lezen graag iets meer over wat mensen kunnen verwachten. Wat doet u "
            "samen, wie ontvangt de gasten, en wat gebeurt er in de eerste tien minuten?"
        ),
    ),
    (
        "return",
        "Vriendelijker uitnodigen",
        (
            "Wat een mooi idee. Mag de tekst nog iets uitnodigender? Schrijf over wat er leuk is aan de middag, en "
            "liever niet over wat mensen missen. Zo voelt iedereen zich welkom."
        ),
    ),
    (
        "return",
        "Klopt de dag en de tijd?",
        (
            "Dank u wel voor uw aanmelding. Wij twijfelen over de dag of de tijd. Kunt u die nog eens nakijken en "
            "de activiteit daarna opnieuw versturen?"
        ),
    ),
    (
        "withdraw",
        "Hoort niet in deze week",
        (
            "Dank u wel voor uw aanmelding. Op deze site staan activiteiten waar mensen elkaar ontmoeten. Dat zien "
            "wij hier niet terug. Daarom plaatsen wij de activiteit niet. Bel ons gerust als wij u verkeerd "
            "begrijpen."
        ),
    ),
    (
        "withdraw",
        "Reclame",
        (
            "Dank u wel voor uw aanmelding. Wij plaatsen geen activiteiten die vooral bedoeld zijn om iets te "
            "verkopen. Maakt u er een ontmoeting van waar iedereen welkom is? Meld die dan gerust opnieuw aan."
        ),
    ),
    (
        "withdraw",
        "Staat er al",
        (
            "Deze activiteit staat al op de site. Daarom plaatsen wij hem niet nog een keer. Wilt u iets wijzigen? "
            "Dat kan bij de activiteit die er al staat."
        ),
    ),
    (
        "withdraw",
        "Niet voor iedereen open",
        (
            "Dank u wel voor uw aanmelding. Op deze site staan activiteiten waar nieuwe gasten welkom zijn. Deze is "
            "voor een vaste groep. Zet u de deur open voor anderen? Meld hem dan gerust opnieuw aan."
        ),
    ),
)


async def write_reasons(apps: StateApps, editor: BaseSchemaEditor) -> None:
    """Give reviewers something to begin with; the team changes it as it likes."""
    model = apps.get_model("weekplanner.ReadyReason")
    for use, title, text in REASONS:
        await model.create(
            using_db=editor.client, use=use, title=title, text=text, version=1, created_at=WRITTEN_AT
        )


class Migration(migrations.Migration):
    dependencies = [("weekplanner", "0002_colleagues_pictures_and_audit")]

    initial = False

    operations = [ops.RunPython(write_reasons)]

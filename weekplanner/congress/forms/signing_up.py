"""What somebody types to sign up for a congress on its page."""

from functools import lru_cache
from typing import Any

from starlette.datastructures import FormData
from wtforms import HiddenField

from weekplanner.congress.forms.party import PartyForm, part_ids_of, with_rounds
from weekplanner.congress.operations.signing_up import OtherAudience
from weekplanner.congress.queries.congresses import Programme
from weekplanner.congress.values import Party
from weekplanner.core import tokens
from weekplanner.core.errors import Refused
from weekplanner.core.texts import gettext as _
from weekplanner.web import form_proofs
from weekplanner.web.forms import LineField, TrapField, at_most

FORM = "congress"
"""What the proof in the form is about, with the congress."""
CODE_LENGTH = 40
"""Twice what a code is, with whatever people type between its letters."""


class SignUpForm(PartyForm):
    """Signing up; the page it stands on is one for all readers."""

    code = LineField(
        _("Uitnodigingscode"),
        [at_most(CODE_LENGTH)],
        description=_("Alleen als u er een van ons heeft gekregen. Met een code is er een stoel voor u."),
    )
    website = TrapField(_("Laat dit veld leeg"))
    proof = HiddenField()

    def __init__(self, posted: FormData | None = None, *, programme: Programme, **options: Any) -> None:
        """Any: WTForms' options."""
        super().__init__(posted, programme=programme, **options)
        self.congress_id = programme.congress.id
        self.posted_proof = self.proof.data or ""
        self.proof.data = form_proofs.made_for(FORM, self.congress_id)  # what the page shows is fresh

    @property
    def asks_why(self) -> bool:
        """Whether somebody of another audience is asked why they want to come."""
        return bool(self.wish.data or self.wish.errors or isinstance(self.refusal, OtherAudience))

    def request_key(self, party: Party) -> str:
        """Equal for the same form sent twice."""
        return tokens.digest(repr((self.congress_id, party, self.code.data)))

    def validate(self, extra_validators: Any = None) -> bool:
        """Say everything that is wrong, also with what is asked of the form as a whole. Any: WTForms'."""
        is_valid = super().validate(extra_validators)
        try:
            form_proofs.check(self.posted_proof, FORM, self.congress_id)
        except Refused as refused:
            self.refuse(refused)
            return False
        return is_valid


def sign_up_form(programme: Programme, posted: FormData | None = None) -> SignUpForm:
    """The form of one congress, as it is shown or as it was filled in."""
    return _form_with(part_ids_of(programme))(posted, programme=programme)


@lru_cache(maxsize=64)
def _form_with(part_ids: tuple[int, ...]) -> type[SignUpForm]:
    return with_rounds(SignUpForm, part_ids)

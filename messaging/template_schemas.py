"""The Cloud API's JSON about templates, as schemas.py reads webhooks.

https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from messaging.wire import Text, Wire, mapping_or_none, mappings


def _words(value: object) -> list[str]:
    """A list of texts; Meta gives a single one bare at times."""
    items = value if isinstance(value, list) else [value]
    return [str(item) for item in items if isinstance(item, str | int | float)]


class TemplateNews(Wire):
    """The value of `message_template_status_update`.

    https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
    """

    event: Annotated[Text, Field(min_length=1)]
    message_template_name: Annotated[Text, Field(min_length=1)]
    message_template_language: Annotated[Text, Field(min_length=1)]
    reason: Text = ""


class NamedExample(Wire):
    param_name: Text = ""
    example: Text = ""


class TemplateExample(Wire):
    """How the blanks were filled when the template was handed in."""

    header_text: list[Any] = Field(default_factory=list)
    body_text: list[Any] = Field(default_factory=list)
    header_text_named_params: Annotated[list[NamedExample], BeforeValidator(mappings)] = Field(default_factory=list)
    body_text_named_params: Annotated[list[NamedExample], BeforeValidator(mappings)] = Field(default_factory=list)


class TemplateButton(Wire):
    type: Text = ""
    text: Text = ""
    url: Text = ""
    phone_number: Text = ""
    example: Annotated[list[str], BeforeValidator(_words)] = Field(default_factory=list)


class TemplateComponent(Wire):
    type: Text = ""
    format: Text = ""  # of a header: TEXT, IMAGE, VIDEO, DOCUMENT, LOCATION
    text: Text = ""
    buttons: Annotated[list[TemplateButton], BeforeValidator(mappings)] = Field(default_factory=list)
    example: Annotated[TemplateExample | None, BeforeValidator(mapping_or_none)] = None

    def examples(self, area: str, *, named: bool) -> dict[str, str]:
        """Of `header` or `body`, by the blank's name or number."""
        if self.example is None:
            return {}
        if named:
            found: list[NamedExample] = getattr(self.example, f"{area}_text_named_params")
            return {item.param_name: item.example for item in found}
        rows: list[Any] = getattr(self.example, f"{area}_text")
        row = (
            rows[0] if rows and isinstance(rows[0], list) else rows
        )  # the body's is a list of lists, the header's is not
        return {str(number): str(value) for number, value in enumerate(row, start=1)}


class QualityScore(Wire):
    score: Text = ""  # GREEN, YELLOW, RED, UNKNOWN


class TemplateAnswer(Wire):
    """One template in one language, as Meta lists it; `components` is kept as it came."""

    id: Text = ""
    name: Annotated[Text, Field(min_length=1)]
    language: Annotated[Text, Field(min_length=1)]
    status: Text = ""
    category: Text = ""
    parameter_format: Text = ""  # NAMED, POSITIONAL; missing of older ones
    rejected_reason: Text = ""
    quality_score: Annotated[QualityScore | None, BeforeValidator(mapping_or_none)] = None
    components: Annotated[list[Any], BeforeValidator(mappings)] = Field(default_factory=list)


class Cursors(Wire):
    after: Text = ""


class Paging(Wire):
    cursors: Annotated[Cursors | None, BeforeValidator(mapping_or_none)] = None
    next: Text = ""


class TemplatesAnswer(Wire):
    """One page. Lists of Any: a template that cannot be read costs itself only."""

    data: list[Any] = Field(default_factory=list)
    paging: Annotated[Paging | None, BeforeValidator(mapping_or_none)] = None

    def templates(self) -> list[TemplateAnswer]:
        """Those that can be read; one without a name or a language could not be sent anyway."""
        found = []
        for item in self.data:
            try:
                found.append(TemplateAnswer.model_validate(item))
            except ValidationError:
                continue
        return found

    @property
    def after(self) -> str:
        """The cursor of the next page; empty: this was the last."""
        more = self.paging is not None and self.paging.next and self.paging.cursors
        return self.paging.cursors.after if more and self.paging and self.paging.cursors else ""

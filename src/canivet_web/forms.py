"""How a field is written: label, help, error and control tied together for a screen reader."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class FieldRenderer(DjangoTemplates):
    """Our own field template, the rest is Django's."""

    field_template_name = "canivet/field.html"

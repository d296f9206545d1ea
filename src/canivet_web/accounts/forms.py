"""Forms of whoever signs up, signs in or keeps an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.encoding import punycode

from canivet_web.accounts.models import User

#: A password longer than this only costs work.
PASSWORD_MAX = 200
PASSWORD_HELP = "12 caractères ou plus. Trois ou quatre mots sans rapport entre eux font un bon mot de passe."


def email_field() -> forms.EmailField:
    """An e-mail address."""
    return forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )


def name_field() -> forms.CharField:
    """How the team sees a person."""
    return forms.CharField(
        label="Nom affiché",
        max_length=120,
        help_text="Le nom que verront vos collègues, par exemple prénom et nom.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def password_field(label: str = "Mot de passe", *, new: bool = False) -> forms.CharField:
    """A password, kept as typed."""
    return forms.CharField(
        label=label,
        max_length=PASSWORD_MAX,
        strip=False,
        help_text=PASSWORD_HELP if new else "",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
    )


class NameMixin(forms.Form):
    """A form with a name: one line, whatever is sent."""

    name = name_field()

    def clean_name(self) -> str:
        """The name on one line."""
        return " ".join(self.cleaned_data["name"].split())


class EmailForm(forms.Form):
    """An address to send a link to."""

    trouble = "Rien n'est encore envoyé"
    """Heading of what is wrong, where « enregistré » would not be the word."""
    email = email_field()

    def clean_email(self) -> str:
        """The address in lower case: that is how people are known."""
        given = str(self.cleaned_data["email"]).lower()
        try:
            punycode(given.rpartition("@")[2])
        except UnicodeError as error:
            told = "Aucun message ne peut partir vers cette adresse : relisez ce qui suit « @ »."
            raise ValidationError(told) from error
        return given


class SignInForm(EmailForm):
    """Address and password."""

    trouble = "Vous n'êtes pas encore connecté"
    password = password_field()


class SignUpForm(NameMixin, EmailForm):
    """A new account."""

    trouble = "Votre compte n'est pas encore demandé"
    password = password_field(new=True)
    field_order = ("name", "email", "password")

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is easy to guess, with the account in mind."""
        data = self.cleaned_data
        check_password(
            self, data.get("password"), User(email=data.get("email", ""), name=data.get("name", ""))
        )
        return data


class WelcomeForm(NameMixin):
    """The account of a person who was invited: the address is the invitation's."""

    password = password_field(new=True)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is easy to guess."""
        data = self.cleaned_data
        check_password(self, data.get("password"), User(email=self.email, name=data.get("name", "")))
        return data


class NameForm(NameMixin):
    """One's own name."""


class OwnForm(forms.Form):
    """A form about the account of ``user``."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class NewPasswordForm(OwnForm):
    """A new password, for whoever has proved who they are by a link."""

    password = password_field("Nouveau mot de passe", new=True)

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is easy to guess."""
        check_password(self, self.cleaned_data.get("password"), self.user)
        return self.cleaned_data


class CurrentPasswordForm(OwnForm):
    """The password of the person, to prove that it is them."""

    current = password_field("Mot de passe actuel")

    def clean_current(self) -> str:
        """The right one."""
        given = str(self.cleaned_data["current"])
        if not self.user.check_password(given):
            raise ValidationError("Ce n'est pas votre mot de passe actuel.")
        return given


class ChangePasswordForm(CurrentPasswordForm, NewPasswordForm):
    """The current password, then another."""

    field_order = ("current", "password")


class RetypedEmailForm(OwnForm):
    """One's address typed again, for whoever has no password."""

    email = email_field()

    def clean_email(self) -> str:
        """The same."""
        given = str(self.cleaned_data["email"]).lower()
        if given != self.user.email:
            raise ValidationError("Ce n'est pas l'adresse de ce compte.")
        return given


def check_password(form: forms.Form, password: str | None, user: User) -> None:
    """Say what is wrong with a new password, on its field."""
    if not password:
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        form.add_error("password", error)

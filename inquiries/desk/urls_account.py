"""Routes of signing in and of one's own account. Of django-allauth nothing else has an address; the names that stand
twice are those by which it finds its way (account_login, mfa_index ...)."""

from django.urls import path

from inquiries.desk import (
    password_reset,
    sign_in_microsoft,
    views_account,
    views_keys,
    views_second_factor,
    views_words,
)
from inquiries.desk.sign_in import SignIn, SignInCode, SignOut

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-in/code/", SignInCode.as_view(), name="mfa_authenticate"),
    path("sign-in/forgotten/", password_reset.forgotten, name="password_forgotten"),
    path("sign-in/new-password/<uidb64>/<token>/", password_reset.NewPassword.as_view(), name="password_new"),
    path("sign-in/microsoft/", sign_in_microsoft.begin, name="microsoft_login"),
    path("sign-in/microsoft/callback/", sign_in_microsoft.come_back, name="microsoft_callback"),
    path("sign-out/", SignOut.as_view(), name="sign_out"),
    path("account/", views_account.account, name="account"),
    path("account/", views_account.account, name="mfa_index"),
    path("account/password/", views_account.ChangePassword.as_view(), name="account_change_password"),
    path("account/confirm/", views_account.Confirm.as_view(), name="account_reauthenticate"),
    path("account/confirm/code/", views_second_factor.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path("account/app/", views_second_factor.SetUp.as_view(), name="mfa_activate_totp"),
    path("account/app/off/", views_second_factor.SwitchOff.as_view(), name="mfa_deactivate_totp"),
    path("account/key/", views_keys.Add.as_view(), name="mfa_add_webauthn"),
    path("account/key/<int:pk>/off/", views_keys.Remove.as_view(), name="mfa_remove_webauthn"),
    path("account/confirm/key/", views_keys.ConfirmByKey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/codes/", views_second_factor.Codes.as_view(), name="mfa_view_recovery_codes"),
    path("account/codes/new/", views_second_factor.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("words/<str:language>/<str:version>/words.js", views_words.words, name="words"),
    path("account/sessions/end/", views_account.end_others, name="account_end_others"),
    path("account/sessions/<int:pk>/end/", views_account.end_session, name="account_end_session"),
]

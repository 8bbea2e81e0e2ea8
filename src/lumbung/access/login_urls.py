"""The addresses of allauth that an office uses, under the names allauth asks for; the others do not exist."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path
from django.views.generic import RedirectView

from lumbung.access.second_factor import Activate, Deactivate

urlpatterns = [
    path("masuk/", account.login, name="account_login"),
    path("masuk/kode/", second_factor.authenticate, name="mfa_authenticate"),
    path("keluar/", account.logout, name="account_logout"),
    path("kata-sandi/", account.password_change, name="account_change_password"),
    path("konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("konfirmasi/kode/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("faktor-kedua/", RedirectView.as_view(pattern_name="access:me"), name="mfa_index"),
    path("faktor-kedua/pasang/", Activate.as_view(), name="mfa_activate_totp"),
    path("faktor-kedua/lepas/", Deactivate.as_view(), name="mfa_deactivate_totp"),
    path("kode-cadangan/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("kode-cadangan/baru/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("kode-cadangan/unduh/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]

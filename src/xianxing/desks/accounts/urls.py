"""Addresses of this room. Those of the log-in machinery keep the names that allauth asks for."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from xianxing.desks.accounts import (
    calendar_pages,
    claim_pages,
    delegation_pages,
    entry_pages,
    institution_pages,
    invitation_pages,
    officer_pages,
    openid_pages,
    retention_pages,
    secrecy_pages,
    self_pages,
    token_pages,
    unsent_pages,
    witness_pages,
)

own: list[URLPattern] = [
    path("accounts/second-factor/", entry_pages.second_factor, name="second-factor"),
    path("accounts/password/", entry_pages.forgot, name="forgot"),
    path("accounts/password/<str:uid>/<str:token>/", entry_pages.set_password, name="set-password"),
    path("accounts/me/", self_pages.me, name="me"),
    path("accounts/me/letters/", self_pages.letters, name="letters"),
    path("accounts/me/password/", self_pages.change_password, name="change-password"),
    path("accounts/me/recovery-codes/", self_pages.recovery_codes, name="recovery-codes"),
    path("accounts/me/sessions/<int:session>/end/", self_pages.end_session, name="end-session"),
    path("accounts/provider/", openid_pages.begin, name="provider"),
    path("accounts/provider/callback/", openid_pages.callback, name="provider-callback"),
    path("accounts/provider/change/", openid_pages.change, name="provider-change"),
    path("accounts/provider/left/", openid_pages.left, name="provider-left"),
    path("accounts/unsent/", unsent_pages.unsent, name="unsent"),
    path("accounts/claim/", claim_pages.start, name="claim-start"),
    path("accounts/claim/mine/", claim_pages.claim_mine, name="claim-mine"),
    path("accounts/claim/<str:token>/", claim_pages.claim, name="claim"),
    path("accounts/invitations/<str:token>/", invitation_pages.invitation, name="invitation"),
    path("institutions/", institution_pages.index, name="institutions"),
    path("institutions/<uuid:institution>/", institution_pages.show, name="institution"),
    path("institutions/<uuid:institution>/invite/", institution_pages.invite_member, name="invite"),
    path("institutions/<uuid:institution>/facts/", institution_pages.facts, name="facts"),
    path("institutions/<uuid:institution>/licences/", institution_pages.licence, name="licence"),
    path(
        "institutions/<uuid:institution>/members/<int:membership>/end/",
        institution_pages.end_member,
        name="end-member",
    ),
    path("claims/", claim_pages.claims, name="claims"),
    path("claims/<int:claim>/", claim_pages.decide, name="claim-decide"),
    path("claims/<int:claim>/rename/", claim_pages.rename, name="claim-rename"),
    path("claims/<int:claim>/letter/", claim_pages.letter, name="claim-letter"),
    path("officers/accounts/", officer_pages.people, name="people"),
    path("officers/accounts/<int:user>/", officer_pages.person, name="person"),
    path("accounts/me/calendar/", calendar_pages.calendar, name="calendar"),
    path("accounts/me/calendar/revoke/", calendar_pages.revoke, name="calendar-revoke"),
    path("calendar/<str:secret>.ics", calendar_pages.feed, name="calendar-feed"),
    path("accounts/me/tokens/", token_pages.tokens, name="tokens"),
    path("accounts/me/tokens/<int:token>/revoke/", token_pages.revoke, name="revoke-token"),
    path("accounts/me/delegations/", delegation_pages.delegations, name="delegations"),
    path(
        "accounts/me/delegations/<uuid:delegation>/<slug:word>/",
        delegation_pages.change,
        name="delegation-change",
    ),
    path("officers/policies/", officer_pages.policies, name="policies"),
    path("officers/policies/appointments/<int:appointment>/end/", officer_pages.end_staff, name="end-staff"),
    path("officers/policies/resets/<int:reset>/", officer_pages.reset, name="reset"),
    path("officers/access-log/", officer_pages.access_log, name="access-log"),
    path("officers/witnesses/", witness_pages.index, name="witnesses"),
    path("officers/retention/", retention_pages.index, name="retention"),
    path("officers/retention/<slug:rule>/", retention_pages.rule, name="retention-rule"),
    path("secrecy/", secrecy_pages.index, name="secrecy"),
    path("secrecy/<uuid:case>/", secrecy_pages.show, name="secrecy-case"),
    path("secrecy/<uuid:case>/report/", secrecy_pages.report, name="secrecy-report"),
    path("secrecy/<uuid:case>/erase/", secrecy_pages.erase, name="secrecy-erase"),
    path("secrecy/<uuid:case>/lift/", secrecy_pages.lift, name="secrecy-lift"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/login/", entry_pages.login, name="account_login"),
    path("accounts/login/code/", entry_pages.authenticate, name="mfa_authenticate"),
    path("accounts/logout/", entry_pages.logout, name="account_logout"),
    path("accounts/inactive/", entry_pages.inactive, name="account_inactive"),
    path("", include((own, "accounts"))),
]
if settings.DEMO:
    from xianxing.desks.accounts import demo_pages

    demo: list[URLPattern] = [
        path("demo/", demo_pages.cast, name="cast"),
        path("demo/enter/<int:user>/", demo_pages.enter, name="enter"),
        path("demo/clock/", demo_pages.clock, name="clock"),
        path("demo/code/", demo_pages.code, name="code"),
    ]
    urlpatterns += [path("", include((demo, "demo")))]

"""Addresses under /konto/ that allauth does not have."""

from django.urls import path

from beredd.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("lank/<str:token>/", views.sign_in_link, name="sign-in-link"),
    path("inbjudan/<str:token>/", views.invitation, name="invitation"),
    path("inbjudan/", views.accept_invitation, name="accept-invitation"),
    path("bjud-in/", views.invite, name="invite"),
    path("organisationer/", views.create_organisation, name="create-organisation"),
    path("nycklar/", views.create_api_key, name="create-api-key"),
    path("nycklar/<int:pk>/dra-in/", views.withdraw_api_key, name="withdraw-api-key"),
]

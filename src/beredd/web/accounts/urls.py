"""Addresses under /konto/ that allauth does not have."""

from django.urls import path

from beredd.web.accounts import people_views as people
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
    path("personer/", people.everyone, name="people"),
    path("personer/<int:pk>/", people.person, name="person"),
    path("personer/<int:pk>/lank/", people.send_link, name="send-link"),
    path("personer/<int:pk>/vagledning/", people.set_guidance_duty, name="set-guidance-duty"),
    path("personer/<int:pk>/ovningar/", people.set_exercise_duty, name="set-exercise-duty"),
    path("personer/<int:pk>/ta-bort/", people.remove_person, name="remove-person"),
    path("personer/<int:pk>/<slug:deed>/", people.change_person, name="change-person"),
    path("organisation/<slug:slug>/", people.organisation, name="organisation"),
    path("organisation/<slug:slug>/lamna/", people.leave, name="leave"),
    path("organisation/<slug:slug>/ta-bort/", people.remove_organisation, name="remove-organisation"),
    path("organisation/<slug:slug>/medlem/<int:pk>/roll/", people.set_role, name="set-role"),
    path("organisation/<slug:slug>/medlem/<int:pk>/avsluta/", people.end_membership, name="end-membership"),
    path("organisation/<slug:slug>/inbjudan/<int:pk>/", people.withdraw_invitation, name="withdraw-invitation"),
]

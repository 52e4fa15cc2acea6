"""People, organisations, memberships, invitations, sign-in links and API keys; who may do what is in `policy`."""

organisation-not-allowed = Only the site's administrators can add organisations.
link-refused = The link is not valid: it is used, too old or misspelt. Ask for a new one.
invite-not-allowed = Only the organisation's administrators can invite people to it.
invitation-refused = The invitation is not valid: it is used, too old or for another address.
key-not-allowed = Only the key's owner can withdraw it.
lab-not-allowed = The overdose model is for members of an organisation.

organisation-not-allowed = Bara webbplatsens administratörer kan lägga till organisationer.
link-refused = Länken gäller inte: den är använd, för gammal eller felskriven. Begär en ny.
invite-not-allowed = Bara organisationens administratörer kan bjuda in till den.
invitation-refused = Inbjudan gäller inte: den är använd, för gammal eller till en annan adress.
key-not-allowed = Bara nyckelns ägare kan dra in den.
lab-not-allowed = Överdosmodellen är för medlemmar i en organisation.

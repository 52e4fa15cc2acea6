"""Documents for people: written once (`model`), made as PDF/UA-1 (`pdf`) and as Word (`word`), read by `attached`.

    document = Document(title="Redovisning", author="Läkemedelsverket", on=day, blocks=[Heading("Sammanfattning")])
    pdf_bytes(document), word_bytes(document), attached_in(raw, file="redovisning.docx", name="beredd-bundle.json")

Everybody who makes a document uses these blocks (docs/adr/0027); nothing here knows what the document is about.
"""

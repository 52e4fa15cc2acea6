"""The plan as an Excel workbook: the rows, what equity costs, what is assumed."""

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from beredd.need import file_table
from beredd.provenance import limits_of
from beredd.wording import in_language
from beredd.writing import harmless


def workbook(found: dict[str, Any], *, is_demo: bool) -> bytes:
    """The file; counts under five are hidden as on the page."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Plan")
    _fill(sheet, file_table(found))
    equity = book.create_sheet(_("Rättvisa"))
    names = ("mode", "deaths_averted", "price_deaths", "kits_men", "kits_women", "p_men", "p_women")
    _fill(equity, [list(names), *([row.get(name) for name in names] for row in found["equity"])])
    assumed = book.create_sheet(_("Antaganden"))
    head = [_("Parameter"), _("Värde"), _("Enhet"), _("Källa"), _("Hur säkert")]
    _fill(
        assumed,
        [
            head,
            *(
                [in_language(row, "label"), row["value"], row["unit"], row["source"], row["confidence"]]
                for row in found["assumptions"]
            ),
        ],
    )
    about = book.create_sheet(_("Om filen"))
    provenance = found["provenance"]
    lines = [
        [_("Tabell"), found["file"]],
        [_("Påhittade tal"), _("ja") if is_demo else _("nej")],
        [_("Motor"), provenance["engine"]],
        [_("Version"), provenance["version"]],
        [_("Räknad"), provenance["created"]],
        *([_("Vad modellen inte vet"), str(limit)] for limit in limits_of(provenance)),
    ]
    _fill(about, lines, has_head=False)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet, lines, *, has_head: bool = True) -> None:
    for line in lines:
        sheet.append([harmless(cell) for cell in line])
    if has_head:
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
    for column in sheet.columns:
        widest = max(len(str(cell.value)) if cell.value is not None else 0 for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(max(10, widest + 2), 60)
